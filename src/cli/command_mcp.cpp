#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "cli/http_options.hpp"
#include "cli/options.hpp"
#include "mcp/serve_stdio.hpp"
#include "serve/server.hpp"
#include "sources/mongodb/source.hpp"
#include "sources/postgres/server/server.hpp"

extern char** environ;

namespace recoupe::cli {
namespace {

wire::Variables process_variables() {
  wire::Variables variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (const auto equals = text.find('='); equals != std::string_view::npos)
      variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

/// Serves what the factory makes: over HTTP where an address is given, else to the client at the other end of stdio.
int serve(const Options& options, const HttpOptions& http, mcp::ServerFactory make) {
  if (!http.address.empty()) return serve_http(options, http, std::move(make));
  const auto server = make();
  if (!server) return fail(options, server.error());
  mcp::serve_stdio(**server, STDIN_FILENO, STDOUT_FILENO, interrupt());
  return 0;
}

/// Serves recoupe itself.
int serve_project(const Options& options, const HttpOptions& http) {
  listen_for_interrupt();
  auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  auto monitor = run::make_monitor(config->log);
  // One server for all its clients: they share the project's catalog and take turns.
  auto server = serve::make_server(*std::move(config), std::move(monitor));
  return serve(options, http, [server = std::move(server)] { return core::Result<std::shared_ptr<const mcp::Server>>(server); });
}

}  // namespace

void add_mcp(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("mcp", "Serve recoupe itself over MCP (stdio or HTTP), or a database, read-only");
  command->require_subcommand(0, 1);
  auto http = std::make_shared<HttpOptions>();
  add_http_options(*command, *http);
  command->callback([command, http, &chosen = registry.chosen] {
    if (!command->get_subcommands().empty()) return;
    chosen = [http](const Options& options) { return serve_project(options, *http); };
  });
  const auto add = [&](const char* name, const char* words, auto make) {
    CLI::App* server = command->add_subcommand(name, words);
    auto uri = std::make_shared<std::string>();
    server->add_option("uri", *uri, "Connection URI (better in the environment, where ps does not show it)");
    auto own_http = std::make_shared<HttpOptions>();
    add_http_options(*server, *own_http);
    server->callback([uri, own_http, make, &chosen = registry.chosen] {
      chosen = [uri, own_http, make](const Options& options) {
        return serve(options, *own_http, [uri = *uri, make] { return make(uri, process_variables()); });
      };
    });
  };
  add("postgres", "PostgreSQL; POSTGRES_URI or libpq's variables say where", [](const std::string& uri, const wire::Variables& env) {
    return sources::postgres::make_server(uri, env);
  });
  add("mongodb", "MongoDB; MONGODB_URI says where", [](const std::string& uri, const wire::Variables& env) {
    return sources::mongodb::make_server(uri, env);
  });
}

}  // namespace recoupe::cli
