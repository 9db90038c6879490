#include "sources/mongodb/server/mongo_error.hpp"

#include <mongoc/mongoc.h>

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "sources/mql/source_error.hpp"
#include "wire/redact.hpp"

namespace recoupe::sources::mongodb {
namespace {

using core::Code;
using core::Origin;

// The server's own numbers: src/mongo/base/error_codes.yml.
enum : std::uint32_t {
  bad_value = 2,
  failed_to_parse = 9,
  user_not_found = 11,
  unauthorized = 13,
  type_mismatch = 14,
  authentication_failed = 18,
  illegal_operation = 20,
  namespace_not_found = 26,
  cursor_not_found = 43,
  max_time_expired = 50,
  command_not_found = 59,
  invalid_options = 72,
  command_not_supported = 115,
  query_plan_killed = 175,
  cursor_killed = 237,
  snapshot_too_old = 239,
  snapshot_unavailable = 246,
  no_such_transaction = 251,
  exceeded_time_limit = 262,
  not_in_transaction = 263,
  query_exceeded_memory = 292,
  first_location_code = 10'000,
};

const core::Bilingual check_the_address = {"Check MONGODB_URI and that MongoDB runs.",
                                               "Vérifiez MONGODB_URI et que MongoDB tourne."};

core::Error not_authenticated(const Address& address) {
  if (address.user.empty())
    return mql::source_error(Code::authentication, Origin::user,
                        {"MongoDB at " + address.place + " wants a user and a password.",
                         "MongoDB sur " + address.place + " demande un utilisateur et un mot de passe."},
                        {"Write them in MONGODB_URI: mongodb://user:password@…", "Écrivez-les dans MONGODB_URI : mongodb://utilisateur:motdepasse@…"});
  return mql::source_error(Code::authentication, Origin::user,
                      {"MongoDB at " + address.place + " does not accept the user " + address.user + " with the password given.",
                       "MongoDB sur " + address.place + " n'accepte pas l'utilisateur " + address.user + " avec le mot de passe donné."},
                      {"Correct user, password and authSource in MONGODB_URI.",
                       "Corrigez l'utilisateur, le mot de passe et authSource dans MONGODB_URI."});
}

core::Error with_retry(core::Error error) {
  error.retryable = true;
  return error;
}

core::Error said(Code code, Origin origin, const std::string& words, core::Bilingual remedy) {
  return mql::source_error(code, origin, {"MongoDB said: " + words, "MongoDB a répondu : " + words}, std::move(remedy));
}

core::Error server_said(std::uint32_t code, const std::string& words, const Address& address) {
  switch (code) {
    case user_not_found:
    case authentication_failed: return not_authenticated(address);
    case unauthorized:
      if (address.user.empty()) return not_authenticated(address);
      return said(Code::policy, Origin::user, words,
                  {"Ask the administrator for the role `read` on this database.",
                   "Demandez à l'administrateur le rôle « read » sur cette base."});
    case max_time_expired:
    case exceeded_time_limit:
      return mql::source_error(Code::timeout, Origin::source,
                          {"The read took too long for MongoDB: " + words, "La lecture a pris trop de temps à MongoDB : " + words},
                          {"Ask for less, or filter on an indexed field.", "Demandez moins, ou filtrez sur un champ indexé."});
    case namespace_not_found:
      return said(Code::unknown_name, Origin::user, words, {"Look at list_collections.", "Consultez list_collections."});
    case cursor_not_found:
    case cursor_killed:
    case query_plan_killed:
    case snapshot_too_old:
    case snapshot_unavailable:
    case no_such_transaction:
      return with_retry(said(Code::server_error, Origin::source, words,
                             {"What was being read is no longer there: run again.", "Ce qui était lu n'est plus disponible : relancez."}));
    case query_exceeded_memory:
      return said(Code::server_error, Origin::user, words, {"Ask for less at once.", "Demandez moins à la fois."});
    default: break;
  }
  const bool of_the_request = code == bad_value || code == failed_to_parse || code == type_mismatch || code >= first_location_code;
  if (of_the_request)
    return said(Code::server_error, Origin::user, words, {"Correct the filter or pipeline.", "Corrigez le filtre ou le pipeline."});
  return said(Code::server_error, Origin::source, words,
              {"Try again; if it stays, look at MongoDB's own log.", "Réessayez ; sinon, consultez le journal de MongoDB."});
}

}  // namespace

core::Error command_failed(const bson_error_t& error, const Address& address) {
  const auto words = wire::last_words(static_cast<const char*>(error.message), address.secrets,
                                      core::limits::foreign_text_bytes_max);
  switch (error.domain) {
    case MONGOC_ERROR_SERVER: return server_said(error.code, words, address);
    case MONGOC_ERROR_SASL:
    case MONGOC_ERROR_SCRAM: return not_authenticated(address);
    case MONGOC_ERROR_CLIENT:
      if (error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE) return not_authenticated(address);
      break;
    case MONGOC_ERROR_SERVER_SELECTION:
      return with_retry(mql::source_error(Code::unreachable, Origin::source,
                                     {"MongoDB at " + address.place + " can't be reached: " + words,
                                      "MongoDB sur " + address.place + " est injoignable : " + words},
                                     check_the_address));
    case MONGOC_ERROR_STREAM:
      return with_retry(mql::source_error(Code::unreachable, Origin::source,
                                     {"The connection to MongoDB at " + address.place + " broke: " + words,
                                      "La connexion à MongoDB sur " + address.place + " s'est rompue : " + words},
                                     {"Run again.", "Relancez."}));
    default: break;
  }
  return said(Code::server_error, Origin::source, words, check_the_address);
}

bool refuses_snapshot(const bson_error_t& error) {
  constexpr auto codes = std::to_array<std::uint32_t>({illegal_operation, command_not_found, invalid_options, command_not_supported,
                                                       snapshot_unavailable, not_in_transaction});
  return error.domain == MONGOC_ERROR_SERVER && std::ranges::find(codes, error.code) != codes.end();
}

bool is_unauthorized(const core::Error& error) {
  return error.code == Code::policy || error.code == Code::authentication;
}

core::Error interrupted() {
  return mql::source_error(Code::interrupted, Origin::user, {"The read was cancelled.", "La lecture a été annulée."},
                      {"Run it again when you like.", "Relancez-la quand vous voudrez."});
}

core::Error no_answer(const Address& address) {
  return with_retry(mql::source_error(Code::timeout, Origin::source,
                                 {"MongoDB at " + address.place + " gave no answer.", "MongoDB sur " + address.place + " n'a pas répondu."},
                                 check_the_address));
}

core::Error too_many_sessions() {
  return mql::source_error(Code::budget_reached, Origin::user,
                      {"Too many reads of MongoDB are open.", "Trop de lectures de MongoDB sont ouvertes."},
                      {"Close the cursors that are no longer read.", "Fermez les curseurs qui ne sont plus lus."});
}

}  // namespace recoupe::sources::mongodb
