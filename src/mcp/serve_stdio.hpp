// Serves a Server to the client at the other end of two pipes. Takes a server and descriptors, gives back when the
// client has left. Included by cli (`recoupe mcp …`) and tests.
#pragma once

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "mcp/server.hpp"

namespace recoupe::mcp {

inline constexpr int leave_grace_ms = 500;  // for calls that still run when the client closes its end

/// Answers until the input ends, the output breaks or `cancel` is requested; then running calls get leave_grace_ms and
/// are cancelled.
void serve_stdio(const Server& server, int in_fd, int out_fd, const core::Cancel& cancel = {});

}  // namespace recoupe::mcp
