#include "sources/postgres_mcp/source.hpp"

#include "sources/postgres_mcp/python_text.hpp"
#include "sources/sql/carried.hpp"
#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::postgres_mcp {
namespace {

/// [{'recoupe': '…'}] as Python writes it. What went wrong comes as "Error: …", with nothing else that says so.
core::Result<std::string> text_in(const core::Json& reply, const std::string& server) {
  // Its structured form, where there is one, is the same content items.
  const core::Json* inside = reply.if_object() ? reply.find("result") : nullptr;
  RECOUPE_TRY(text, sql::only_text(inside ? *inside : reply, server));
  if (text.starts_with("Error: ")) return core::fail(sql::told_error(server, text.substr(7)));
  const std::string before = "[{'" + std::string(sql::carried_column) + "': ";
  constexpr std::string_view after = "}]";
  if (text.starts_with(before) && text.ends_with(after) && text.size() > before.size() + after.size()) {
    if (auto value = text_of_python(std::string_view(text).substr(before.size(), text.size() - before.size() - after.size()))) {
      return *std::move(value);
    }
  }
  return sql::only_value({}, server);
}

bool has_its_tools(const std::vector<mcp::Tool>& tools) {
  return dialect::has_tool(tools, "execute_sql", {"sql"}) && dialect::has_tool(tools, "list_schemas", {}) &&
         dialect::has_tool(tools, "get_object_details", {"schema_name", "object_name"}) &&
         dialect::has_tool(tools, "explain_query", {"sql"});
}

}  // namespace

dialect::Speaker speaker() {
  return {.quirks = {.name = "postgres_mcp",
                     .program = "PyPI postgres-mcp 0.3.0",
                     .kind = catalog::SourceKind::postgres,
                     .secret_place = {"give the URI as DATABASE_URI in the entry's env instead of an argument",
                                      "donnez l'URI par DATABASE_URI dans env de l'entrée plutôt qu'en argument"},
                     .writes = {"it writes unless started with --access-mode=restricted: recoupe refuses what is no SELECT before "
                                "sending; use a role that can only read",
                                "il écrit sauf s'il est lancé avec --access-mode=restricted : recoupe refuse avant l'envoi ce qui "
                                "n'est pas un SELECT ; prenez un rôle qui ne peut que lire"},
                     .cannot = {{"keep one snapshot over several pages: each page tells its own",
                                 "garder un seul instantané sur plusieurs pages : chaque page donne le sien"},
                                {"run a statement longer than 30 s in restricted mode",
                                 "exécuter plus de 30 s une instruction en mode restreint"}}},
          .speaks = [](const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) {
            return server.name == "postgres-mcp" && has_its_tools(tools);
          },
          .resembles = has_its_tools,
          .make = [](const dialect::Met&) -> core::Result<dialect::Dialect> { return sql::carried_dialect({"execute_sql", text_in}); }};
}

}  // namespace recoupe::sources::postgres_mcp
