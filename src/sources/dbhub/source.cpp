#include "sources/dbhub/source.hpp"

#include <utility>

#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::dbhub {
namespace {

using core::Json;

constexpr std::string_view tool_name = "execute_sql";

/// {"success", "data": {"statements": [{"rows", …}]}} in one text, or {"success": false, "error", "code"}.
core::Result<std::string> text_in(const Json& reply, const std::string& server) {
  Json body = reply;
  if (!reply.if_object()) {
    RECOUPE_TRY(text, sql::only_text(reply, server));
    RECOUPE_TRY(parsed, Json::parse(text));
    body = std::move(parsed);
  }
  if (!body.boolean("success")) return core::fail(sql::told_error(server, body.text("error", "no success")));
  const Json* data = body.find("data");
  const Json* statements = data ? data->find("statements") : nullptr;
  const auto* list = statements ? statements->if_array() : nullptr;
  const Json* rows = list && list->size() == 1 ? (*list)[0].find("rows") : nullptr;
  return sql::only_value(rows ? *rows : Json(), server);
}

/// The tool of its only source: several are told apart by execute_sql_<id>.
std::vector<std::string> sql_tools(const std::vector<mcp::Tool>& tools) {
  std::vector<std::string> names;
  for (const mcp::Tool& tool : tools) {
    const bool is_ours = tool.name == tool_name || tool.name.starts_with(std::string(tool_name) + "_");
    if (is_ours && dialect::has_tool(tools, tool.name, {"sql"})) names.push_back(tool.name);
  }
  return names;
}

bool has_its_tools(const std::vector<mcp::Tool>& tools) {
  const bool searches = dialect::has_tool(tools, "search_objects", {"object_type", "pattern", "detail_level"});
  bool searches_one = false;
  for (const mcp::Tool& tool : tools) searches_one = searches_one || tool.name.starts_with("search_objects_");
  return !sql_tools(tools).empty() && (searches || searches_one);
}

core::Result<dialect::Dialect> make(const dialect::Met& met) {
  auto names = sql_tools(met.tools);
  if (names.size() == 1) return sql::carried_dialect({std::move(names[0]), text_in});
  return core::fail({.code = core::Code::invalid_config,
                     .origin = core::Origin::user,
                     .stage = "sources/dbhub",
                     .message = {"the server " + met.name + " has not one source but " + std::to_string(names.size()),
                                 "le serveur " + met.name + " n'a pas une source mais " + std::to_string(names.size())},
                     .remedy = {"Start one DBHub per database, each an entry of its own in .mcp.json.",
                                "Lancez un DBHub par base, chacun avec son entrée dans .mcp.json."}});
}

}  // namespace

dialect::Speaker speaker() {
  return {.quirks = {.name = "dbhub",
                     .program = "npm @bytebase/dbhub 1.4.0",
                     .kind = catalog::SourceKind::postgres,
                     .secret_place = {"give the DSN as DSN in the entry's env instead of --dsn, or in the file of --config",
                                      "donnez le DSN par DSN dans env de l'entrée plutôt que --dsn, ou dans le fichier de --config"},
                     .writes = {"it writes unless its --config says readonly = true for execute_sql: recoupe refuses what is no "
                                "SELECT before sending; use a role that can only read",
                                "il écrit sauf si son --config dit readonly = true pour execute_sql : recoupe refuse avant l'envoi "
                                "ce qui n'est pas un SELECT ; prenez un rôle qui ne peut que lire"},
                     .cannot = {{"keep one snapshot over several pages: each page tells its own",
                                 "garder un seul instantané sur plusieurs pages : chaque page donne le sien"},
                                {"stop a statement on its own unless its configuration has query_timeout",
                                 "arrêter d'elle-même une instruction sans query_timeout dans sa configuration"}}},
          .speaks = [](const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) {
            return server.name.starts_with("DBHub") && !sql_tools(tools).empty();
          },
          .resembles = has_its_tools,
          .make = make};
}

}  // namespace recoupe::sources::dbhub
