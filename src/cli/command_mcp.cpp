#include <unistd.h>

#include <cstdlib>
#include <memory>

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

int serve(const Options& options, core::Result<std::shared_ptr<const mcp::Server>> server) {
  if (!server) return fail(options, server.error());
  mcp::serve_stdio(**server, STDIN_FILENO, STDOUT_FILENO, interrupt());
  return 0;
}

/// Serves recoupe itself.
int serve_project(const Options& options) {
  listen_for_interrupt();
  auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  auto monitor = run::make_monitor(config->log);
  return serve(options, serve::make_server(*std::move(config), std::move(monitor)));
}

}  // namespace

void add_mcp(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("mcp", "Serve recoupe itself over MCP (stdio), or a database, read-only");
  command->require_subcommand(0, 1);
  command->callback([command, &chosen = registry.chosen] {
    if (command->get_subcommands().empty()) chosen = serve_project;
  });
  const auto add = [&](const char* name, const char* words, auto make) {
    CLI::App* server = command->add_subcommand(name, words);
    auto uri = std::make_shared<std::string>();
    server->add_option("uri", *uri, "Connection URI (better in the environment, where ps does not show it)");
    server->callback([uri, make, &chosen = registry.chosen] {
      chosen = [uri, make](const Options& options) { return serve(options, make(*uri, process_variables())); };
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
