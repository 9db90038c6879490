#include "run/connections.hpp"

#include <algorithm>
#include <array>

#include "mcp/http_transport.hpp"
#include "mcp/in_process_transport.hpp"
#include "mcp/observed_transport.hpp"
#include "mcp/stdio_transport.hpp"
#include "run/dialects.hpp"
#include "sources/mongodb/server/server.hpp"
#include "sources/postgres/server/server.hpp"
#include "wire/redact.hpp"

namespace recoupe::run {
namespace {

using core::Result;

core::Error unknown_server(const std::string& name, const mcp::Config& servers) {
  core::Error error{.code = core::Code::invalid_config,
                    .origin = core::Origin::user,
                    .stage = "run",
                    .message = {"no server " + name + " in .mcp.json", "pas de serveur " + name + " dans .mcp.json"},
                    .remedy = {"Add it there, or name one that is.", "Ajoutez-le, ou nommez-en un qui y est."}};
  for (const mcp::ServerEntry& entry : servers.servers) error.candidates.push_back(entry.name);
  return error;
}

/// Makes what carries the protocol: our own servers run in this program, others as processes.
std::unique_ptr<mcp::Transport> transport_of(const mcp::ServerEntry& entry) {
  const auto own = entry.own();
  if (own == mcp::OwnServer::postgres) {
    return mcp::make_in_process_transport(
        {entry.name, [uri = entry.own_uri(), env = entry.env] { return sources::postgres::make_server(uri, env); },
         wire::secrets_of(entry.args, entry.env)});
  }
  if (own == mcp::OwnServer::mongodb) {
    return mcp::make_in_process_transport(
        {entry.name, [uri = entry.own_uri(), env = entry.env] { return sources::mongodb::make_server(uri, env); },
         wire::secrets_of(entry.args, entry.env)});
  }
  if (entry.kind != mcp::EntryKind::stdio) {
    return mcp::make_http_transport({.server = entry.name,
                                     .url = entry.url,
                                     .headers = entry.headers,
                                     .is_old = entry.kind == mcp::EntryKind::sse});
  }
  return mcp::make_stdio_transport({.server = entry.name, .command = {entry.command, entry.args, entry.env}});
}

/// Gives what carries the protocol as OpenTelemetry names it; "": nothing does.
std::string network_of(const mcp::ServerEntry& entry) {
  if (entry.own()) return {};
  return entry.kind == mcp::EntryKind::http ? "tcp" : "pipe";
}

/// Finds out how the server is spoken with.
core::Status take_dialect(OpenServer& server, const mcp::ServerEntry& entry, const std::string& declared) {
  RECOUPE_TRY(tools, server.client->list_tools());
  sources::dialect::Met met{.name = entry.name,
                            .server = server.client->server_info(),
                            .tools = std::move(tools),
                            .args = entry.args,
                            .env = entry.env};
  RECOUPE_TRY(speaker, speaker_for(met, declared));
  RECOUPE_TRY(dialect, speaker->make(met));
  server.quirks = &speaker->quirks;
  server.compiler = std::move(dialect.compiler);
  server.decoder = std::move(dialect.decoder);
  server.reader = std::move(dialect.reader);
  server.connection = {server.client.get(), server.compiler.get(), server.decoder.get()};
  return {};
}

/// A pipe's silence means that the question was not understood; a network's, that the way is long.
int discover_timeout_ms(const mcp::ServerEntry& entry, int start_timeout_ms) {
  return entry.kind == mcp::EntryKind::stdio ? core::limits::discover_timeout_ms : start_timeout_ms;
}

}  // namespace

Result<OpenServer*> Connections::open(const std::string& name, const core::Cancel& cancel) {
  if (const auto found = open_.find(name); found != open_.end()) return found->second.get();
  const mcp::ServerEntry* entry = servers_.find(name);
  if (entry == nullptr) return core::fail(unknown_server(name, servers_));
  RECOUPE_CHECK(mcp::check_reachable(*entry));
  auto server = std::make_unique<OpenServer>();
  auto transport = mcp::make_observed_transport(transport_of(*entry), {name, network_of(*entry)});
  RECOUPE_TRY(client, mcp::Client::connect(std::move(transport),
                                           {.server = name, .self = {"recoupe", RECOUPE_VERSION},
                                            .start_timeout_ms = start_timeout_ms_,
                                            .discover_timeout_ms = discover_timeout_ms(*entry, start_timeout_ms_),
                                            .cancel = cancel}));
  server->client = std::move(client);
  const auto declared = dialects_.find(name);
  RECOUPE_CHECK(take_dialect(*server, *entry, declared == dialects_.end() ? "" : declared->second));
  return (open_[name] = std::move(server)).get();
}

void Connections::drop_lost(const core::Error& error) {
  constexpr std::array lost = {core::Code::server_exited, core::Code::server_protocol, core::Code::timeout, core::Code::unreachable};
  if (error.origin == core::Origin::source && std::ranges::find(lost, error.code) != lost.end()) open_.clear();
}

}  // namespace recoupe::run
