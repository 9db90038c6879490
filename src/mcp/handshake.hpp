// Finds out which era a server speaks and agrees with it. Takes an open transport, gives what was agreed.
// Included by client.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "mcp/eras.hpp"
#include "mcp/tool.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

struct Agreement {
  Era era = Era::legacy;
  std::string version;
  Implementation server;
  std::string instructions;
  core::Json capabilities = {};  // of the server

  /// Tells whether the server says when its list of tools changes.
  [[nodiscard]] bool announces_tool_changes() const;
};

/// What the handshake needs of the client.
struct HandshakePort {
  Transport& transport;
  std::string server;  // its name, for messages
  Implementation self;
  core::Json capabilities;  // of this client
  int start_timeout_ms = core::limits::start_timeout_ms;
  int discover_timeout_ms = core::limits::discover_timeout_ms;
  core::Cancel cancel;
  std::function<core::Json()> next_id;
  std::function<std::optional<wire::Response>(const core::Json& id)> late_answer;  // to a request given up
};

/// Asks server/discover; any answer that is not modern, or none in time, leads to initialize.
core::Result<Agreement> shake_hands(const HandshakePort& port);

/// Gives the `_meta` that every modern request carries.
core::Json modern_meta(const Implementation& self, const core::Json& capabilities);

}  // namespace recoupe::mcp
