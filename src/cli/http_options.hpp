// The options of every command that serves MCP over HTTP. Takes the command line, gives who may come in and where.
// Included by command_mcp.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "mcp/serve_http.hpp"

namespace recoupe::cli {

struct HttpOptions {
  std::string address;    // HOST:PORT; "": stdio
  std::string token_env;  // the variable that holds the token; "": RECOUPE_MCP_TOKEN
  bool allow_remote = false;
  std::vector<std::string> hosts;
};

/// Adds --http, --token-env, --allow-remote and --allow-host to a command.
void add_http_options(CLI::App& command, HttpOptions& options);

/// Serves what the factory makes at the address asked for, until interrupted; gives the exit code. Says on stderr where,
/// and the token when it was made up.
int serve_http(const Options& options, const HttpOptions& http, mcp::ServerFactory make);

}  // namespace recoupe::cli
