#include "sources/mongodb_mcp_server/speaker.hpp"

#include <algorithm>

#include "sources/mongodb_mcp_server/forms.hpp"
#include "sources/mql/paged_dialect.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mongodb_mcp_server {
namespace {

constexpr std::string_view connection_variable = "MDB_MCP_CONNECTION_STRING";

bool resembles(const std::vector<mcp::Tool>& tools) {
  return dialect::has_tool(tools, "aggregate", {"connectionId", "database", "collection", "pipeline", "responseBytesLimit"}) &&
         dialect::has_tool(tools, "count", {"connectionId", "database", "collection"}) &&
         dialect::has_tool(tools, "list-collections", {"connectionId", "database"});
}

bool speaks(const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) {
  return server.name == "MongoDB MCP Server" && resembles(tools);
}

/// The server says in its schema whether it was started with a connection.
bool is_connected(const std::vector<mcp::Tool>& tools) {
  const auto tool = std::ranges::find(tools, "aggregate", &mcp::Tool::name);
  const core::Json* properties = tool == tools.end() ? nullptr : tool->input_schema.find("properties");
  const core::Json* id = properties == nullptr ? nullptr : properties->find("connectionId");
  return id != nullptr && id->dump().find("preconfigured") != std::string::npos;
}

/// Gives the connection string where the entry holds it: a server over HTTP was started by others.
std::string_view connection_of(const dialect::Met& met) {
  for (const auto& [name, value] : met.env)
    if (name == connection_variable) return value;
  for (const std::string_view argument : met.args)
    for (const std::string_view scheme : {"mongodb://", "mongodb+srv://"})
      if (const auto begin = argument.find(scheme); begin != std::string_view::npos) return argument.substr(begin);
  return {};
}

core::Result<dialect::Dialect> make(const dialect::Met& met) {
  if (!is_connected(met.tools)) {
    return core::fail(mql::source_error(core::Code::invalid_config, core::Origin::user,
                                        {"The server \"" + met.name + "\" was started without a connection string.",
                                         "Le serveur « " + met.name + " » a été lancé sans chaîne de connexion."},
                                        {"Set MDB_MCP_CONNECTION_STRING in its `env`.",
                                         "Donnez MDB_MCP_CONNECTION_STRING dans son « env »."}));
  }
  return mql::paged_dialect(std::make_shared<Forms>(mql::database_in(connection_of(met))));
}

}  // namespace

dialect::Speaker speaker() {
  return {
      .quirks = {.name = "mongodb_mcp_server",
                 .program = "npm mongodb-mcp-server 3.0.4",
                 .kind = catalog::SourceKind::mongodb,
                 .secret_place = {"Give the connection as MDB_MCP_CONNECTION_STRING in `env`: as --connectionString, every user of the machine reads its password.",
                                  "Donnez la connexion par MDB_MCP_CONNECTION_STRING dans « env » : par --connectionString, tout utilisateur de la machine lit son mot de passe."},
                 .writes = {"Start it with --readOnly, and give it a user with the role `read`. MDB_MCP_TELEMETRY=disabled keeps it from reporting its use.",
                            "Lancez-le avec --readOnly, et donnez-lui un utilisateur de rôle « read ». MDB_MCP_TELEMETRY=disabled l'empêche de signaler son usage."},
                 .cannot = {{"give more than 100 documents a call unless --maxDocumentsPerQuery says more: large collections take many calls",
                             "donner plus de 100 documents par appel, sauf si --maxDocumentsPerQuery en dit plus : les grandes collections prennent beaucoup d'appels"},
                            {"tell code with a scope: columns of several types that hold it are refused",
                             "dire le code avec portée : les colonnes de plusieurs types qui en contiennent sont refusées"},
                            {"give a snapshot: pages of a collection are read one after the other",
                             "donner un instantané : les pages d'une collection sont lues l'une après l'autre"},
                            {"tell which keys are unique, except _id, nor the comments of a validator",
                             "dire quelles clés sont uniques, sauf _id, ni les commentaires d'un validateur"}}},
      .speaks = speaks,
      .resembles = resembles,
      .make = make,
  };
}

}  // namespace recoupe::sources::mongodb_mcp_server
