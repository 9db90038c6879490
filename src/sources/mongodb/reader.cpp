#include "sources/mongodb/reader.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/mongodb/tool_names.hpp"
#include "sources/mql/source_error.hpp"
#include "sources/mql/table_of.hpp"
#include "sources/mql/target.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Json;

core::Result<Json> ask(mcp::Client& client, std::string_view tool, Json arguments, const core::Cancel& cancel) {
  const std::string name(tool);
  RECOUPE_TRY(reply, client.call_tool(name, std::move(arguments), {.cancel = cancel, .on_progress = {}}));
  if (reply.is_error) return core::fail(mcp::error_in(reply, client.server(), name));
  return std::move(reply.structured);
}

core::Result<core::JsonArray> list_in(const Json& reply, const char* name, const std::string& server) {
  const Json* list = reply.find(name);
  if (list != nullptr && list->if_array() != nullptr) return *list->if_array();
  return core::fail(mql::source_error(core::Code::server_protocol, core::Origin::source,
                                 {"The server \"" + server + "\" gave no list of " + name + ".",
                                  "Le serveur « " + server + " » n'a pas donné la liste « " + name + " »."},
                                 {"Check its version.", "Vérifiez sa version."}));
}

}  // namespace

core::Result<catalog::Source> Reader::read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) {
  RECOUPE_TRY(listed, ask(client, tool::list_collections, Json::object(), cancel));
  RECOUPE_TRY(collections, list_in(listed, "collections", server));
  catalog::Source source;
  source.server = server;
  source.kind = catalog::SourceKind::mongodb;
  source.product = listed.text("product");
  for (const Json& item : collections) {
    const Json names = Json::object({{"collections", Json::array({item.text("name")})}});
    RECOUPE_TRY(reply, ask(client, tool::describe_collections, names, cancel));
    RECOUPE_TRY(described, list_in(reply, "collections", server));
    for (const Json& table : described) source.tables.push_back(mql::table_of(table));
  }
  return source;
}

core::Result<std::vector<catalog::Relation>> Reader::relations(mcp::Client&, const std::string&, const core::Cancel&) {
  return std::vector<catalog::Relation>();
}

core::Result<std::vector<std::string>> Reader::sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                             std::int64_t count_max, const core::Cancel& cancel) {
  const auto path = mql::dotted(field.path);
  if (!path || count_max < 1) return std::vector<std::string>();
  RECOUPE_TRY(reply, ask(client, tool::sample,
                         Json::object({{"collection", field.table}, {"paths", Json::array({*path})}, {"values_max", count_max}}),
                         cancel));
  RECOUPE_TRY(fields, list_in(reply, "fields", client.server()));
  std::vector<std::string> out;
  if (fields.empty()) return out;
  RECOUPE_TRY(values, list_in(fields.front(), "values", client.server()));
  for (const Json& value : values)
    if (value.if_string() != nullptr) out.push_back(*value.if_string());
  return out;
}

core::Result<std::vector<catalog::Field>> Reader::look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                           const core::Cancel& cancel) {
  const auto path = mql::dotted(field.path);
  if (!path) return std::vector<catalog::Field>();
  RECOUPE_TRY(reply, ask(client, tool::describe_collections,
                         Json::object({{"collections", Json::array({field.table})}, {"having", *path}}), cancel));
  RECOUPE_TRY(described, list_in(reply, "collections", client.server()));
  if (described.empty()) return std::vector<catalog::Field>();
  return mql::fields_towards(mql::table_of(described.front()), field.path);
}

}  // namespace recoupe::sources::mongodb
