// The port between the protocol and what carries it. Takes requests, gives their responses, passes on what the server
// says by itself. Implemented once per carrier (stdio, HTTP, in-process); used by client and handshake.
#pragma once

#include <functional>
#include <string>

#include "core/cancel.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "wire/http_headers.hpp"
#include "wire/json_rpc.hpp"

namespace recoupe::mcp {

/// Hears what a server sends without being asked. Called from any thread, until Transport::close has returned.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual wire::Response on_request(wire::Request request) = 0;
  virtual void on_notification(wire::Notification notification) = 0;
  /// Hears a response that nobody waits for: late, repeated, or to an id never given.
  virtual void on_stray(wire::Response response) = 0;
};

/// How one request is waited for.
struct Exchange {
  int timeout_ms = core::limits::call_timeout_ms;
  core::Cancel cancel;
  bool announce_end = true;  // whether the server is told when the wait ends without a response
  std::function<void(const core::Json& params)> on_progress;  // called on the waiting thread
  wire::HttpHeaders argument_headers = {};  // of a tool's arguments that HTTP repeats in its header fields
};

class Transport {
 public:
  virtual ~Transport() = default;
  /// Starts the carrier; the listener outlives it.
  virtual core::Status open(Listener& listener) = 0;
  /// Sends a request and waits for its response; several threads may. Errors: `timeout`, `interrupted`,
  /// `server_exited`, `server_protocol`. An error response of the server is a response.
  virtual core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) = 0;
  virtual core::Status notify(wire::Notification notification) = 0;
  /// Ends the carrier; nothing waits or is called any more when it returns.
  virtual void close() = 0;
  /// Makes the server's words fit to be shown: its secrets taken out, control characters too, cut to a bound.
  [[nodiscard]] virtual std::string shown(const std::string& words) const = 0;
  /// Tells whether the carrier itself says that the server knows no modern revision.
  [[nodiscard]] virtual bool is_legacy_only() const { return false; }
  /// Tells whether Exchange::argument_headers are sent, so that tools must be known before they are called.
  [[nodiscard]] virtual bool sends_argument_headers() const { return false; }
};

}  // namespace recoupe::mcp
