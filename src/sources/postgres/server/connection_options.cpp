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

/// Tells whether a URI has an "@" or a port that is no number where a password with unescaped characters would put them:
/// libpq takes the rest of such a password for a host or a database, and says it in its errors.
bool may_spill_its_password(std::string_view uri) {
  const std::size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = uri.substr(scheme + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view authority = rest.substr(0, slash);
  const std::string_view path = rest.substr(slash, std::min(rest.find('?', slash), rest.size()) - slash);
  const std::size_t at = authority.find('@');
  const std::string_view hosts = at == std::string_view::npos ? authority : authority.substr(at + 1);
  const std::size_t colon = hosts.rfind(':');
  const bool has_port = colon != std::string_view::npos && hosts.find(']', colon) == std::string_view::npos;
  const std::string_view port = has_port ? hosts.substr(colon + 1, hosts.find('?', colon) - colon - 1) : "";
  return hosts.find('@') != std::string_view::npos || path.find('@') != std::string_view::npos ||
         port.find_first_not_of("0123456789") != std::string_view::npos;
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
    if (!written || may_spill_its_password(uri)) return core::fail(invalid_uri());
    for (const PQconninfoOption* option = written.get(); option->keyword; ++option) {
      if (option->val && !is_ours_to_set(option->keyword)) out.keywords.emplace_back(option->keyword, option->val);
    }
  }
  out.keywords.emplace_back("client_encoding", "UTF8");
  out.keywords.emplace_back("fallback_application_name", "recoupe");
  return out;
}

}  // namespace recoupe::sources::postgres
