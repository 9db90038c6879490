#include "sources/postgres/server/connection_options.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace recoupe::sources::postgres {
namespace {

struct ReleaseOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using OptionList = std::unique_ptr<PQconninfoOption, ReleaseOptions>;

/// These would let a URI choose what the session does; every transaction sets its own.
bool is_ours_to_set(std::string_view keyword) {
  return keyword == "options" || keyword == "client_encoding" || keyword == "replication";
}

core::Error invalid_uri() {
  core::Error error;
  error.code = core::Code::invalid_config;
  error.origin = core::Origin::user;
  error.stage = "sources/postgres";
  error.message = {"the connection URI of PostgreSQL is not valid", "l'URI de connexion à PostgreSQL n'est pas valide"};
  error.remedy = {"write postgresql://user:password@host:5432/database, special characters percent-encoded",
                  "écrivez postgresql://utilisateur:motdepasse@hôte:5432/base, caractères spéciaux encodés par %"};
  return error;
}

}  // namespace

core::Result<ConnectionOptions> connection_options(const std::string& uri, const Variables& environment) {
  ConnectionOptions out;
  const OptionList known(PQconndefaults());
  for (const PQconninfoOption* option = known.get(); option && option->keyword; ++option) {
    if (!option->envvar || is_ours_to_set(option->keyword)) continue;
    const auto found = std::ranges::find(environment, std::string_view(option->envvar), &Variables::value_type::first);
    if (found != environment.end()) out.keywords.emplace_back(option->keyword, found->second);
  }
  if (!uri.empty()) {
    const OptionList written(PQconninfoParse(uri.c_str(), nullptr));
    if (!written) return core::fail(invalid_uri());
    for (const PQconninfoOption* option = written.get(); option->keyword; ++option) {
      if (option->val && !is_ours_to_set(option->keyword)) out.keywords.emplace_back(option->keyword, option->val);
    }
  }
  out.keywords.emplace_back("client_encoding", "UTF8");
  out.keywords.emplace_back("fallback_application_name", "recoupe");
  return out;
}

}  // namespace recoupe::sources::postgres
