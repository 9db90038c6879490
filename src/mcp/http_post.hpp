// Answers the POSTs of a server over HTTP: one message or a batch in, one answer or a stream out. Takes requests that were
// let in, gives answers of the era that they are in. Included by serve_http.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "mcp/served_sessions.hpp"
#include "mcp/server.hpp"
#include "wire/http_server.hpp"

namespace recoupe::mcp {

/// Safe for several threads.
class HttpPost {
 public:
  /// `make` gives each legacy session a server of its own; `shared` serves the modern era, which has none.
  HttpPost(ServerFactory make, std::shared_ptr<const Server> shared) : make_(std::move(make)), shared_(std::move(shared)) {}

  void answer(const wire::HttpRequest& request, wire::HttpResponder& responder);
  void end_session(const wire::HttpRequest& request, wire::HttpResponder& responder);
  void sweep() { sessions_.sweep(); }

 private:
  struct Turn;
  void take(Turn& turn, wire::Message message);
  void take_batch(Turn& turn, core::JsonArray batch);
  void open_session(Turn& turn, wire::Request request);
  void take_in_session(Turn& turn, const std::string& handle, wire::Message message);
  void take_alone(Turn& turn, wire::Request request);

  ServerFactory make_;
  std::shared_ptr<const Server> shared_;
  ServedSessions sessions_;
  std::atomic<std::size_t> running_ = 0;
};

}  // namespace recoupe::mcp
