#include "sources/postgres/refusals.hpp"

#include <utility>

namespace recoupe::sources::postgres {
namespace {

core::Error make(core::Code code, core::Origin origin, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = origin;
  error.stage = "sources/postgres";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

}  // namespace

core::Error statement_refused(core::Bilingual message, core::Bilingual remedy) {
  return make(core::Code::statement_refused, core::Origin::user, std::move(message), std::move(remedy));
}

core::Error write_refused(core::Bilingual message) {
  return make(core::Code::write_refused, core::Origin::user, std::move(message),
              {"recoupe only reads; use your database's own tools to change data",
               "recoupe ne fait que lire ; modifiez les données avec les outils de votre base"});
}

core::Error unknown_cursor() {
  return make(core::Code::usage, core::Origin::user,
              {"there is no such cursor: it never was, has ended, or was left alone too long",
               "ce curseur n'existe pas : inconnu, terminé, ou laissé trop longtemps"},
              {"run the query again", "relancez la requête"});
}

core::Error too_many_cursors(std::size_t max) {
  const std::string count = std::to_string(max);
  return make(core::Code::budget_reached, core::Origin::user,
              {count + " queries are open already, the most there may be",
               count + " requêtes sont déjà ouvertes, le maximum"},
              {"read them to their end, or close them", "lisez-les jusqu'au bout, ou fermez-les"});
}

core::Error unexpected_reply(const std::string& server, core::Bilingual what) {
  return make(core::Code::server_protocol, core::Origin::source,
              {"the server " + server + " gave a reply that can't be read: " + what.en,
               "le serveur " + server + " a donné une réponse illisible : " + what.fr},
              {"check that the entry runs this version's `recoupe mcp postgres`",
               "vérifiez que l'entrée lance bien `recoupe mcp postgres` de cette version"});
}

core::Error internal_error(core::Bilingual message) {
  return make(core::Code::internal, core::Origin::internal, std::move(message),
              {"please report this with the run's evidence", "merci de le signaler avec les preuves de l'exécution"});
}

}  // namespace recoupe::sources::postgres
