#include "sources/postgres/server/sql_error.hpp"

#include <utility>

#include "core/limits.hpp"
#include "wire/redact.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Code;
using core::Origin;

core::Error make(Code code, Origin origin, core::Bilingual message, core::Bilingual remedy, bool retryable = false) {
  core::Error error;
  error.code = code;
  error.origin = origin;
  error.stage = "sources/postgres";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.retryable = retryable;
  return error;
}

std::string shown(const std::string& words) {
  return wire::last_words(words, {}, core::limits::foreign_text_bytes_max);
}

const core::Bilingual check_the_address = {
    "check that the server runs and that host, port and database in POSTGRES_URI are right",
    "vérifiez que le serveur tourne et que l'hôte, le port et la base de POSTGRES_URI sont justes"};

}  // namespace

core::Error statement_failed(std::string_view sqlstate, const std::string& words) {
  const std::string what = shown(words);
  const core::Bilingual said = {"PostgreSQL said: " + what, "PostgreSQL a répondu : " + what};
  const core::Bilingual correct = {"correct the statement", "corrigez l'instruction"};
  if (sqlstate == "57014") {
    return make(Code::timeout, Origin::source, {"the statement took too long for PostgreSQL: " + what,
                                                "l'instruction a pris trop de temps à PostgreSQL : " + what},
                {"ask for less, or filter on an indexed column", "demandez moins, ou filtrez sur une colonne indexée"});
  }
  if (sqlstate == "25006") {
    return make(Code::write_refused, Origin::user, said, {"recoupe only reads", "recoupe ne fait que lire"});
  }
  if (sqlstate == "42501") {
    return make(Code::policy, Origin::user, said, {"ask the administrator for GRANT SELECT on the table",
                                                   "demandez à l'administrateur un GRANT SELECT sur la table"});
  }
  if (sqlstate == "42P01" || sqlstate == "42703" || sqlstate == "3F000") return make(Code::unknown_name, Origin::user, said, correct);
  if (sqlstate == "22012") return make(Code::division_by_zero, Origin::user, said, correct);
  if (sqlstate.starts_with("22") || sqlstate.starts_with("42")) return make(Code::server_error, Origin::user, said, correct);
  const bool passing = sqlstate.starts_with("53") || sqlstate.starts_with("40") || sqlstate == "55P03";
  return make(Code::server_error, Origin::source, said,
              {"try again; if it stays, look at PostgreSQL's own log", "réessayez ; sinon, consultez le journal de PostgreSQL"},
              passing);
}

core::Error connection_failed(std::string_view sqlstate, const std::string& place, const std::string& user,
                              const std::string& words) {
  if (sqlstate.starts_with("28")) {
    return make(Code::authentication, Origin::user,
                {"PostgreSQL at " + place + " does not accept the user " + user + " with the password given",
                 "PostgreSQL sur " + place + " n'accepte pas l'utilisateur " + user + " avec le mot de passe donné"},
                {"correct user and password in POSTGRES_URI", "corrigez l'utilisateur et le mot de passe dans POSTGRES_URI"});
  }
  if (sqlstate == "3D000") {
    return make(Code::unreachable, Origin::user, {"there is no such database: " + place, "cette base n'existe pas : " + place},
                check_the_address);
  }
  if (sqlstate == "42501") {
    return make(Code::authentication, Origin::user,
                {"the user " + user + " may not connect to " + place, "l'utilisateur " + user + " n'a pas le droit de se connecter à " + place},
                {"ask the administrator for GRANT CONNECT", "demandez à l'administrateur un GRANT CONNECT"});
  }
  const bool passing = sqlstate.starts_with("53") || sqlstate.starts_with("57") || sqlstate.empty();
  return make(Code::unreachable, Origin::source,
              {"PostgreSQL at " + place + " can't be reached: " + shown(words),
               "PostgreSQL sur " + place + " est injoignable : " + shown(words)},
              check_the_address, passing);
}

core::Error connection_lost(const std::string& place) {
  return make(Code::unreachable, Origin::source,
              {"the connection to PostgreSQL at " + place + " broke", "la connexion à PostgreSQL sur " + place + " s'est rompue"},
              {"run again", "relancez"}, true);
}

core::Error took_too_long(const std::string& place, int timeout_ms) {
  const std::string seconds = std::to_string(timeout_ms / 1000);
  return make(Code::timeout, Origin::source,
              {"PostgreSQL at " + place + " gave no answer within " + seconds + " s",
               "PostgreSQL sur " + place + " n'a pas répondu en " + seconds + " s"},
              check_the_address, true);
}

core::Error cancelled() {
  return make(Code::interrupted, Origin::user, {"the statement was cancelled", "l'instruction a été annulée"},
              {"run it again when you like", "relancez-la quand vous voudrez"});
}

}  // namespace recoupe::sources::postgres
