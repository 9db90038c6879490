#include "sources/postgres/refusals.hpp"

#include <utility>

#include "sources/sql/refusals.hpp"

namespace recoupe::sources::postgres {
namespace {

core::Error make(core::Code code, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = core::Origin::user;
  error.stage = "sources/postgres";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

}  // namespace

core::Error unknown_cursor() {
  return make(core::Code::usage,
              {"there is no such cursor: it never was, has ended, or was left alone too long",
               "ce curseur n'existe pas : inconnu, terminé, ou laissé trop longtemps"},
              {"run the query again", "relancez la requête"});
}

core::Error too_many_cursors(std::size_t max) {
  const std::string count = std::to_string(max);
  return make(core::Code::budget_reached,
              {count + " queries are open already, the most there may be",
               count + " requêtes sont déjà ouvertes, le maximum"},
              {"read them to their end, or close them", "lisez-les jusqu'au bout, ou fermez-les"});
}

core::Error unexpected_reply(const std::string& server, core::Bilingual what) {
  return sql::unexpected_reply(server, std::move(what),
                               {"check that the entry runs this version's `recoupe mcp postgres`",
                                "vérifiez que l'entrée lance bien `recoupe mcp postgres` de cette version"});
}

}  // namespace recoupe::sources::postgres
