#include "run/dialects.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "sources/dbhub/source.hpp"
#include "sources/mcp_mongo_server/speaker.hpp"
#include "sources/mongodb/source.hpp"
#include "sources/mongodb_mcp_server/speaker.hpp"
#include "sources/postgres/source.hpp"
#include "sources/postgres_mcp/source.hpp"
#include "sources/server_postgres/source.hpp"
#include "wire/redact.hpp"

namespace recoupe::run {
namespace {

using sources::dialect::Met;
using sources::dialect::Speaker;

std::string names_of_all() {
  std::string names;
  for (const Speaker& speaker : speakers()) names += (names.empty() ? "" : ", ") + std::string(speaker.quirks.name);
  return names;
}

core::Error no_such_dialect(const Met& met, const std::string& declared) {
  const std::string setting = "[servers." + met.name + "] dialect = \"" + declared + "\"";
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"there is no dialect " + declared + " (" + setting + ")",
                      "il n'y a pas de dialecte " + declared + " (" + setting + ")"},
          .remedy = {"Use one of: " + names_of_all() + ".", "Prenez l'un de : " + names_of_all() + "."}};
}

core::Error not_recognised(const Met& met) {
  constexpr std::size_t tools_named_max = 8;
  std::string tools;
  for (std::size_t i = 0; i < met.tools.size() && i < tools_named_max; ++i) {
    tools += (tools.empty() ? "" : ", ") + wire::last_words(met.tools[i].name, {}, 60);
  }
  if (met.tools.size() > tools_named_max) tools += ", …";
  const std::string program = wire::last_words(met.server.name, {}, core::limits::foreign_text_bytes_max);
  const std::string setting = "[servers." + met.name + "]\ndialect = \"…\"";
  return {.code = core::Code::policy,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"the server " + met.name + " calls itself « " + program + " » and has the tools " + tools +
                          ": none of the dialects that this version knows",
                      "le serveur " + met.name + " se nomme « " + program + " » et a les outils " + tools +
                          " : aucun des dialectes que cette version connaît"},
          .remedy = {"If it works like one of them, say which in recoupe.toml:\n" + setting + "\nDialects: " + names_of_all() +
                         " (docs/servers.md). Else use `recoupe mcp postgres` or `recoupe mcp mongodb` as its command.",
                     "S'il fonctionne comme l'un d'eux, dites lequel dans recoupe.toml :\n" + setting + "\nDialectes : " +
                         names_of_all() + " (docs/servers.md). Sinon, prenez `recoupe mcp postgres` ou `recoupe mcp mongodb` "
                         "comme commande."}};
}

template <class Tells>
const Speaker* found_by(Tells tells) {
  const auto found = std::ranges::find_if(speakers(), tells);
  return found == speakers().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<Speaker>& speakers() {
  static const std::vector<Speaker> all = {
      sources::postgres::speaker(),
      sources::mongodb::speaker(),
      sources::server_postgres::speaker(),
      sources::dbhub::speaker(),
      sources::postgres_mcp::speaker(),
      sources::mcp_mongo_server::speaker(),
      sources::mongodb_mcp_server::speaker(),
  };
  return all;
}

core::Result<const Speaker*> speaker_for(const Met& met, const std::string& declared) {
  if (!declared.empty()) {
    if (const auto* speaker = found_by([&](const Speaker& one) { return one.quirks.name == declared; })) return speaker;
    return core::fail(no_such_dialect(met, declared));
  }
  if (const auto* speaker = found_by([&](const Speaker& one) { return one.speaks(met.server, met.tools); })) return speaker;
  if (const auto* speaker = found_by([&](const Speaker& one) { return one.resembles && one.resembles(met.tools); })) {
    return speaker;
  }
  return core::fail(not_recognised(met));
}

}  // namespace recoupe::run
