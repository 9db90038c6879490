#include "sources/mql/sampled_reader.hpp"

#include <functional>
#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_error.hpp"
#include "sources/mql/description.hpp"
#include "sources/mql/page_errors.hpp"
#include "sources/mql/path_value.hpp"
#include "sources/mql/seen_value.hpp"
#include "sources/mql/table_of.hpp"
#include "sources/mql/tagged.hpp"
#include "sources/mql/target.hpp"
#include "sources/mql/value_text.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

constexpr std::size_t values_kept_max = 5'000;       // of one field
constexpr std::size_t value_bytes_kept_max = 128;    // longer text is no key

class Asking {
 public:
  Asking(mcp::Client& client, const ToolForms& forms, const core::Cancel& cancel)
      : client_(client), forms_(forms), cancel_(cancel) {}

  core::Result<Json> ask(Invocation invocation) {
    RECOUPE_CHECK(check_call(forms_.tools(), invocation.tool, invocation.arguments));
    RECOUPE_TRY(reply, client_.call_tool(invocation.tool, std::move(invocation.arguments), {.cancel = cancel_, .on_progress = {}}));
    if (reply.is_error) return core::fail(mcp::error_in(reply, client_.server(), invocation.tool));
    return said_in(reply);
  }

  core::Result<std::int64_t> count(const Collection& collection) {
    RECOUPE_TRY(reply, ask(forms_.count(collection)));
    const auto count = forms_.count_in(reply);
    if (!count) return core::fail(not_a_page(client_.server()));
    return *count;
  }

  /// Gives each document of a reading; those that do not read even by their types are left out.
  core::Status read(const Collection& collection, const PageRequest& request, const std::function<void(Json)>& take) {
    std::optional<Json> pipeline = first_pipeline(request, forms_.page_rows());
    while (pipeline) {
      RECOUPE_TRY(reply, ask(forms_.aggregate(collection, *pipeline)));
      const auto page = forms_.page_in(reply);
      if (!page) return core::fail(not_a_page(client_.server()));
      for (const Json& item : page->documents) {
        const Json* tagged = item.find("d");
        if (tagged == nullptr || item.boolean("again")) continue;
        if (auto document = document_of_tagged(*tagged, [](std::string_view) { return Untold::type_kept; })) take(*std::move(document));
      }
      if (!may_go_on(*page)) return {};
      const auto last = last_id_of(*page);
      const auto constant = last ? forms_.constant(*last) : std::nullopt;
      if (!constant || new_rows_of(*page) == 0) return {};  // a part is enough for a sample
      pipeline = next_pipeline(*pipeline, *constant, *page);
    }
    return {};
  }

 private:
  mcp::Client& client_;
  const ToolForms& forms_;
  const core::Cancel& cancel_;
};

std::string key_of(const std::string& database, const std::string& collection, const catalog::FieldPath& path) {
  return database + '\0' + collection + '\0' + catalog::text_of(path);
}

void keep_text(std::set<std::string>& values, const Json& value) {
  if (const auto* items = value.if_array()) {
    for (const Json& item : *items)
      if (item.if_array() == nullptr) keep_text(values, item);
    return;
  }
  auto text = text_of_value(value);
  if (text && text->size() <= value_bytes_kept_max && values.size() < values_kept_max) values.insert(*std::move(text));
}

/// Not every server tells a view, whose _id need not be unique, from a collection.
bool ids_differ(const core::JsonArray& documents) {
  std::set<std::string> ids;
  for (const Json& document : documents) {
    const Json* id = document.find("_id");
    if (id == nullptr || !ids.insert(id->dump()).second) return false;
  }
  return true;
}

}  // namespace

core::Result<catalog::Table> SampledReader::read_table(mcp::Client& client, const Collection& collection, const core::Cancel& cancel) {
  Asking asking(client, *forms_, cancel);
  RECOUPE_TRY(row_count, asking.count(collection));
  constexpr std::int64_t all = core::limits::sample_documents_max;
  catalog::FieldStats stats(seen_value);
  core::JsonArray documents;
  const auto take = [&](Json document) {
    stats.add(document);
    documents.push_back(std::move(document));
  };
  const bool sampled = row_count > all;
  PageRequest request{.limit = sampled ? all / 2 : all, .levels = tagged_levels_max};
  RECOUPE_CHECK(asking.read(collection, request, take));
  if (sampled) {
    request.descending = true;
    request.limit = all - all / 2;
    RECOUPE_CHECK(asking.read(collection, request, take));
  }
  Described described{.name = collection.name, .schema = collection.validator, .row_count = row_count};
  if (!collection.is_view && ids_differ(documents)) described.keys.push(Json::array({"_id"}));
  catalog::Table table = table_of(description_of(described, stats));
  table.schema = collection.database;
  for (const catalog::Field& field : table.fields) {
    auto& values = values_[key_of(collection.database, collection.name, field.path)];
    for (const Json& document : documents) {
      const Found found = find_path(document, field.path);
      if (found.value != nullptr) keep_text(values, *found.value);
      if (found.many) keep_text(values, Json(*found.many));
    }
  }
  return table;
}

core::Result<catalog::Source> SampledReader::read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) {
  RECOUPE_TRY(collections, forms_->collections(client, cancel));
  catalog::Source source;
  source.server = server;
  source.kind = catalog::SourceKind::mongodb;
  source.product = client.server_info().name + " " + client.server_info().version;
  for (const Collection& collection : collections) {
    if (!check_collection(collection.name)) continue;
    RECOUPE_TRY(table, read_table(client, collection, cancel));
    source.tables.push_back(std::move(table));
  }
  return source;
}

core::Result<std::vector<catalog::Relation>> SampledReader::relations(mcp::Client&, const std::string&, const core::Cancel&) {
  return std::vector<catalog::Relation>();
}

core::Result<std::vector<std::string>> SampledReader::sample_values(mcp::Client&, const catalog::FieldRef& field,
                                                                    std::int64_t count_max, const core::Cancel&) {
  std::vector<std::string> out;
  const auto found = values_.find(key_of(field.schema, field.table, field.path));
  if (found == values_.end()) return out;
  for (const std::string& value : found->second)
    if (static_cast<std::int64_t>(out.size()) < count_max) out.push_back(value);
  return out;
}

core::Result<std::vector<catalog::Field>> SampledReader::look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                                  const core::Cancel& cancel) {
  const auto path = dotted(field.path);
  if (!path) return std::vector<catalog::Field>();
  catalog::FieldStats stats(seen_value);
  PageRequest request{.limit = core::limits::sample_documents_max, .levels = tagged_levels_max};
  request.filter = Json::object({{*path, Json::object({{"$exists", true}})}});
  const auto take = [&](const Json& document) { stats.add(document); };
  RECOUPE_CHECK(Asking(client, *forms_, cancel).read({field.schema, field.table}, request, take));
  const Described described{.name = field.table, .row_count = stats.document_count()};
  return fields_towards(table_of(description_of(described, stats)), field.path);
}

}  // namespace recoupe::sources::mql
