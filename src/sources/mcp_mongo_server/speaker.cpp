#include "sources/mcp_mongo_server/speaker.hpp"

#include "sources/mcp_mongo_server/forms.hpp"
#include "sources/mql/paged_dialect.hpp"

namespace recoupe::sources::mcp_mongo_server {
namespace {

bool resembles(const std::vector<mcp::Tool>& tools) {
  return dialect::has_tool(tools, "aggregate", {"collection", "pipeline", "objectIdMode"}) &&
         dialect::has_tool(tools, "count", {"collection", "query"}) && dialect::has_tool(tools, "listCollections", {"limit", "skip"});
}

bool speaks(const mcp::Implementation& server, const std::vector<mcp::Tool>& tools) {
  return server.name == "mongodb" && resembles(tools);
}

core::Result<dialect::Dialect> make(const dialect::Met&) { return mql::paged_dialect(std::make_shared<Forms>()); }

}  // namespace

dialect::Speaker speaker() {
  return {
      .quirks = {.name = "mcp_mongo_server",
                 .program = "npm mcp-mongo-server 3.0.1",
                 .kind = catalog::SourceKind::mongodb,
                 .secret_place = {"Give the connection as MCP_MONGODB_URI in `env`: as an argument, every user of the machine reads its password.",
                                  "Donnez la connexion par MCP_MONGODB_URI dans « env » : en argument, tout utilisateur de la machine lit son mot de passe."},
                 .writes = {"Set MCP_MONGODB_READONLY to true, and give it a user with the role `read`. Over HTTP it asks for no password unless --auth-token is set.",
                            "Mettez MCP_MONGODB_READONLY à true, et donnez-lui un utilisateur de rôle « read ». Par HTTP il ne demande aucun mot de passe sans --auth-token."},
                 .cannot = {{"tell regular expressions, code with a scope or binary values in columns of several types: such columns are refused",
                             "dire les expressions régulières, le code avec portée ou les valeurs binaires des colonnes de plusieurs types : ces colonnes sont refusées"},
                            {"read a collection of more than 500 documents whose _id is binary or a UUID",
                             "lire une collection de plus de 500 documents dont l'_id est binaire ou un UUID"},
                            {"give a snapshot: pages of a collection are read one after the other",
                             "donner un instantané : les pages d'une collection sont lues l'une après l'autre"},
                            {"tell which keys are unique, except _id", "dire quelles clés sont uniques, sauf _id"}}},
      .speaks = speaks,
      .resembles = resembles,
      .make = make,
  };
}

}  // namespace recoupe::sources::mcp_mongo_server
