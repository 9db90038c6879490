#include "sources/mcp_mongo_server/forms.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_error.hpp"
#include "sources/mql/constant.hpp"
#include "sources/mql/description.hpp"
#include "sources/mql/page_errors.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mcp_mongo_server {
namespace {

using core::Json;
using mql::Argument;

// An aggregate is not capped and comes as one message.
constexpr std::int64_t page_documents = 500;
constexpr std::int64_t listed_page = 500;

constexpr std::string_view no_guessing = "none";  // of its objectIdMode; texts that look like dates change all the same

core::Status check_mode(const Json& json) {
  return json == Json(no_guessing) ? core::Status() : core::fail(mql::source_error(
      core::Code::statement_refused, core::Origin::internal,
      {"mcp-mongo-server is asked to leave texts as they are.", "mcp-mongo-server est prié de laisser les textes tels quels."},
      {"Report this.", "Signalez-le."}));
}

constexpr auto read_tools = std::to_array<mql::ReadTool>({
    {"aggregate",
     {Argument{"collection", mql::check_collection, true}, Argument{"pipeline", mql::check_made_pipeline, true},
      Argument{"objectIdMode", check_mode, true}}},
    {"count", {Argument{"collection", mql::check_collection, true}, Argument{"query", mql::check_filter}}},
    {"listCollections", {Argument{"limit", mql::check_count}, Argument{"skip", mql::check_count}}},
});

constexpr auto untold = std::to_array<std::string_view>({"regex", "binData", "javascriptWithScope", "dbPointer"});

/// Its whole answer is one text of JSON.
Json answer_in(const Json& content) {
  const auto* items = content.if_array();
  if (items == nullptr || items->size() != 1) return {};
  auto answer = Json::parse((*items)[0].text("text"));
  return answer ? *std::move(answer) : Json();
}

}  // namespace

std::span<const mql::ReadTool> Forms::tools() const { return read_tools; }

mql::Invocation Forms::aggregate(const mql::Collection& collection, Json pipeline) const {
  return {"aggregate", Json::object({{"collection", collection.name}, {"pipeline", std::move(pipeline)}, {"objectIdMode", no_guessing}})};
}

// Without a condition the database would answer from what it remembers of the collection.
mql::Invocation Forms::count(const mql::Collection& collection) const {
  const Json always = Json::object({{"$expr", Json::object({{"$literal", true}})}});
  return {"count", Json::object({{"collection", collection.name}, {"query", always}})};
}

core::Result<std::vector<mql::Collection>> Forms::collections(mcp::Client& client, const core::Cancel& cancel) const {
  std::vector<mql::Collection> out;
  for (int page = 0; page < core::limits::list_pages_max; ++page) {
    Json arguments = Json::object({{"limit", listed_page}});
    if (page > 0) arguments.set("skip", page * listed_page);
    RECOUPE_CHECK(mql::check_call(read_tools, "listCollections", arguments));
    RECOUPE_TRY(reply, client.call_tool("listCollections", std::move(arguments), {.cancel = cancel, .on_progress = {}}));
    if (reply.is_error) return core::fail(mcp::error_in(reply, client.server(), "listCollections"));
    const Json answer = answer_in(reply.content);
    const Json* results = answer.find("results");
    if (results == nullptr || results->if_array() == nullptr) return core::fail(mql::not_a_page(client.server()));
    for (const Json& item : *results->if_array()) 
      out.push_back({"", item.text("name"), mql::schema_in(item), item.text("type", "collection") != "collection"});
    const Json* metadata = answer.find("metadata");
    if (metadata == nullptr || !metadata->boolean("hasMore")) break;
  }
  std::ranges::sort(out, {}, &mql::Collection::name);
  return out;
}

std::optional<mql::Page> Forms::page_in(const Json& reply) const {
  const Json answer = answer_in(reply);
  const Json* results = answer.find("results");
  if (results == nullptr || results->if_array() == nullptr) return std::nullopt;
  mql::Page page{.documents = *results->if_array(), .total = {}};
  page.total = static_cast<std::int64_t>(page.documents.size());
  return page;
}

std::optional<std::int64_t> Forms::count_in(const Json& reply) const {
  const Json answer = answer_in(reply);
  const Json* count = answer.find("count");
  return count == nullptr ? std::nullopt : count->as_int64();
}

std::optional<Json> Forms::filter(const Json& filter, const catalog::Table& table) const { return mql::plain_filter(filter, table); }
std::optional<Json> Forms::constant(const Json& value) const { return mql::plain_constant(value); }
std::int64_t Forms::page_rows() const { return page_documents; }
std::span<const std::string_view> Forms::untold_types() const { return untold; }

}  // namespace recoupe::sources::mcp_mongo_server
