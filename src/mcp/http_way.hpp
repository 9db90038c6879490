// The way to one server over HTTP: its address, the header fields that .mcp.json gives, what must not be shown.
// Takes requests of the transports, gives what a reader hears or an Error. Included by the HTTP transports.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "mcp/http_errors.hpp"
#include "mcp/http_transport.hpp"
#include "wire/http_client.hpp"

namespace recoupe::mcp {

/// Safe for several threads.
class HttpWay {
 public:
  explicit HttpWay(HttpOptions options);

  /// One request: what is said of it in messages, and how long it may take.
  struct Errand {
    std::string method;   // of the protocol, for messages
    wire::Deadline deadline;
    int timeout_ms;       // the same, for messages
    core::Cancel cancel;
  };

  /// Sends to `url`, or to the server's own address when it is empty; `fields` win over those of .mcp.json.
  std::expected<void, wire::HttpFailure> send(std::string http_method, const std::string& url, const wire::HttpHeaders& fields,
                                              std::string body, const Errand& errand, wire::HttpReader& reader);
  [[nodiscard]] core::Error failed(wire::HttpFailure failure, const Errand& errand) const;
  [[nodiscard]] core::Error refused(int status, const std::string& body) const;

  /// Adds what is never to be shown.
  void hide(const std::string& secret);
  [[nodiscard]] std::string shown(const std::string& words) const;
  [[nodiscard]] const HttpOptions& options() const { return options_; }

 private:
  HttpOptions options_;
  HttpPeer peer_;
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
  wire::HttpClient client_;
};

}  // namespace recoupe::mcp
