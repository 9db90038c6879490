#include "run/connections.hpp"

#include "mcp/http_transport.hpp"
#include "mcp/in_process_transport.hpp"
#include "mcp/stdio_transport.hpp"
#include "sources/mongodb/source.hpp"
#include "sources/postgres/source.hpp"
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

core::Error unknown_dialect(const std::string& name, const std::string& program) {
  return {.code = core::Code::policy,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"the server " + name + " (" + program + ") speaks no dialect that this version knows",
                      "le serveur " + name + " (" + program + ") parle un dialecte que cette version ne connaît pas"},
          .remedy = {"Use `recoupe mcp postgres` or `recoupe mcp mongodb` as its command.",
                     "Prenez `recoupe mcp postgres` ou `recoupe mcp mongodb` comme commande."}};
}

void take_postgres(OpenServer& server, sources::postgres::Source& source) {
  server.compiler = std::move(source.compiler);
  server.decoder = std::move(source.decoder);
  server.reader = std::move(source.reader);
}

void take_mongodb(OpenServer& server) {
  sources::mongodb::Dialect dialect = sources::mongodb::make_dialect();
  server.compiler = std::move(dialect.compiler);
  server.decoder = std::move(dialect.decoder);
  server.reader = std::move(dialect.reader);
}

/// Makes what carries the protocol: our own servers run in this program, others as processes.
std::unique_ptr<mcp::Transport> transport_of(const mcp::ServerEntry& entry, OpenServer& server) {
  const auto own = entry.own();
  if (own == mcp::OwnServer::postgres) {
    auto source = sources::postgres::make_source(entry.own_uri(), entry.env);
    take_postgres(server, source);
    return mcp::make_in_process_transport({entry.name, source.make_server, source.secrets});
  }
  if (own == mcp::OwnServer::mongodb) {
    take_mongodb(server);
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

/// Chooses the dialect of a server that runs as a process by what it calls itself.
core::Status take_dialect(OpenServer& server, const std::string& name) {
  if (server.compiler) return {};
  const std::string& program = server.client->server_info().name;
  if (program == sources::mongodb::server_name) {
    take_mongodb(server);
  } else if (program == sources::postgres::server_name) {
    auto source = sources::postgres::make_source("", {});
    take_postgres(server, source);
  } else {
    return core::fail(unknown_dialect(name, program));
  }
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
  auto transport = transport_of(*entry, *server);
  RECOUPE_TRY(client, mcp::Client::connect(std::move(transport),
                                           {.server = name, .self = {"recoupe", RECOUPE_VERSION},
                                            .start_timeout_ms = start_timeout_ms_,
                                            .discover_timeout_ms = discover_timeout_ms(*entry, start_timeout_ms_),
                                            .cancel = cancel}));
  server->client = std::move(client);
  RECOUPE_CHECK(take_dialect(*server, name));
  server->connection = {server->client.get(), server->compiler.get(), server->decoder.get()};
  return (open_[name] = std::move(server)).get();
}

}  // namespace recoupe::run
