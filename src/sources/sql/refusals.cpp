#include "sources/sql/refusals.hpp"

#include <utility>

namespace recoupe::sources::sql {
namespace {

core::Error make(core::Code code, core::Origin origin, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = origin;
  error.stage = "sources/sql";
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

core::Error unexpected_reply(const std::string& server, core::Bilingual what, core::Bilingual remedy) {
  return make(core::Code::server_protocol, core::Origin::source,
              {"the server " + server + " gave a reply that can't be read: " + what.en,
               "le serveur " + server + " a donné une réponse illisible : " + what.fr},
              std::move(remedy));
}

core::Error internal_error(core::Bilingual message) {
  return make(core::Code::internal, core::Origin::internal, std::move(message),
              {"please report this with the run's evidence", "merci de le signaler avec les preuves de l'exécution"});
}

}  // namespace recoupe::sources::sql
