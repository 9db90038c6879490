#include "sources/server_postgres/source.hpp"

#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::server_postgres {
namespace {

/// The rows as a JSON array in one text; a multi-statement answer has no text, which is an error here.
core::Result<std::string> text_in(const core::Json& reply, const std::string& server) {
  RECOUPE_TRY(text, sql::only_text(reply, server));
  RECOUPE_TRY(rows, core::Json::parse(text));
  return sql::only_value(rows, server);
}

}  // namespace

dialect::Speaker speaker() {
  return {.quirks = {.name = "server_postgres",
                     .program = "npm @modelcontextprotocol/server-postgres 0.6.2",
                     .kind = catalog::SourceKind::postgres,
                     .secret_place = {"it takes its URI as an argument alone, where other users of the machine see it: leave the "
                                      "password out of the URI and give it as PGPASSWORD in the entry's env",
                                      "il ne prend son URI qu'en argument, visible des autres utilisateurs de la machine : ôtez le "
                                      "mot de passe de l'URI et donnez-le par PGPASSWORD dans env de l'entrée"},
                     .writes = {"its transactions are read-only, but a statement that begins with COMMIT escapes them: recoupe "
                                "refuses it before sending; use a role that can only read",
                                "ses transactions sont en lecture seule, mais une instruction qui commence par COMMIT y échappe : "
                                "recoupe la refuse avant l'envoi ; prenez un rôle qui ne peut que lire"},
                     .cannot = {{"keep one snapshot over several pages: each page tells its own",
                                 "garder un seul instantané sur plusieurs pages : chaque page donne le sien"},
                                {"stop a statement on its own: set statement_timeout for the role",
                                 "arrêter d'elle-même une instruction : fixez statement_timeout pour le rôle"},
                                {"go on after its database connection is cut: it exits, and the next run starts it again",
                                 "continuer quand sa connexion à la base est coupée : il s'arrête, la lecture suivante le relance"}}},
          .speaks = [](const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) {
            return server.name == "example-servers/postgres" && dialect::has_tool(tools, "query", {"sql"});
          },
          .resembles = nullptr,  // query{sql} may be any database's
          .make = [](const dialect::Met&) -> core::Result<dialect::Dialect> { return sql::carried_dialect({"query", text_in}); }};
}

}  // namespace recoupe::sources::server_postgres
