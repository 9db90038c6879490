// Carries the protocol over the HTTP+SSE of 2024-11-05: one stream that the server speaks on, one address that the client
// posts to. Takes the way to a server, gives a Transport. Included by http_transport.
#pragma once

#include <memory>

#include "mcp/http_way.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

/// Makes a transport whose `open` waits for the server to name its endpoint; the way outlives it.
std::unique_ptr<Transport> make_sse_transport(HttpWay& way);

}  // namespace recoupe::mcp
