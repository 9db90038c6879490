// `recoupe mcp`: recoupe itself as an MCP server, so that any assistant can ask, plan, look at the catalog and verify, and
// nothing else. Takes a project's configuration, gives a server for any carrier. Included by cli.
#pragma once

#include <memory>

#include "mcp/server.hpp"
#include "monitor/monitor.hpp"
#include "run/config.hpp"

namespace recoupe::serve {

/// Makes the server; databases and model are reached when the first call needs them. Runs go one after the other: they share
/// the session's connections and model; a call that waits can be cancelled.
std::shared_ptr<const mcp::Server> make_server(run::Config config, std::shared_ptr<monitor::Monitor> monitor);

}  // namespace recoupe::serve
