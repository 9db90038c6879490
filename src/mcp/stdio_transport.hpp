// Carries the protocol over the stdin and stdout of a program that it starts and stops.
// Takes a command, gives a Transport. Included by run and tests.
#pragma once

#include <memory>
#include <string>

#include "core/limits.hpp"
#include "mcp/transport.hpp"
#include "wire/child_process.hpp"

namespace recoupe::mcp {

struct StdioOptions {
  std::string server;  // its name in .mcp.json, for messages
  wire::Command command;
  std::size_t frame_bytes_max = core::limits::frame_bytes_max;
  int stop_timeout_ms = core::limits::stop_timeout_ms;
};

/// Makes a transport that starts the command when it is opened.
std::unique_ptr<Transport> make_stdio_transport(StdioOptions options);

}  // namespace recoupe::mcp
