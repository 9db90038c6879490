// Carries the protocol over Streamable HTTP (2025-03-26 and later; 2026-07-28 without a session), and over the HTTP+SSE
// of 2024-11-05 where a server speaks only that. Takes an address and header fields, gives a Transport.
// Included by run and tests.
#pragma once

#include <memory>
#include <string>

#include "core/limits.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

inline constexpr int resumes_max = 5;           // of one broken stream, without an event in between
inline constexpr int resume_pause_ms = 1'000;   // before one, unless the stream says how long
inline constexpr int farewell_timeout_ms = 1'000;  // for what is sent without being waited for
inline constexpr int old_stream_timeout_ms = 5'000;  // until a server of 2024-11-05 names its endpoint
inline constexpr int own_stream_timeout_ms = 500;    // until a session's own stream is answered and calls may begin
inline constexpr std::size_t session_bytes_max = 1'024;  // of a session's handle

struct HttpOptions {
  std::string server;                // its name in .mcp.json, for messages
  std::string url;
  wire::HttpHeaders headers = {};    // of every request; their values are never shown
  bool is_old = false;               // HTTP+SSE from the start ("type": "sse")
  std::size_t frame_bytes_max = core::limits::frame_bytes_max;
};

std::unique_ptr<Transport> make_http_transport(HttpOptions options);

}  // namespace recoupe::mcp
