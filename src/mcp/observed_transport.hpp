// Any transport, watched: each request becomes a span with the names of OpenTelemetry's conventions for MCP, and a tool's
// server is told of it by `traceparent`. Takes a transport, gives one. Included by run.
#pragma once

#include <memory>
#include <string>

#include "mcp/transport.hpp"

namespace recoupe::mcp {

struct Watched {
  std::string server;     // its name in .mcp.json
  std::string transport;  // as OpenTelemetry names it: "pipe", "tcp"; empty: within this program
};

/// Wraps a transport. A span for the same call that is under way already is filled, else one is made.
std::unique_ptr<Transport> make_observed_transport(std::unique_ptr<Transport> transport, Watched watched);

}  // namespace recoupe::mcp
