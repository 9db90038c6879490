// What a transport over HTTP remembers between two requests: the revision that was agreed, the session's handle, and how
// it was opened. Takes what passes by, gives the header fields of the next request. Included by http_transport.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "mcp/eras.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

/// Safe for several threads.
class HttpSession {
 public:
  /// Gives the header fields of a message; those of a modern one come from the message itself.
  [[nodiscard]] wire::HttpHeaders fields_of(const wire::Message& message) const;
  /// Gives the fields of a GET or DELETE in the session.
  [[nodiscard]] wire::HttpHeaders fields() const;

  /// Notes an `initialize` that was answered. False: the handle is none.
  [[nodiscard]] bool opened(const core::Json& params, const core::Json& result, const std::string* handle);
  [[nodiscard]] std::string handle() const;
  [[nodiscard]] std::string version() const;
  /// Gives the parameters of the `initialize` that opened the session; nothing before.
  [[nodiscard]] std::optional<core::Json> opening() const;
  /// Tells whether the server may speak by itself: it announces changes, or this client offered to be asked.
  [[nodiscard]] bool speaks_first() const;

 private:
  void add_fields(wire::HttpHeaders& fields) const;

  mutable std::mutex mutex_;
  std::string handle_;
  std::string version_;
  std::optional<core::Json> opening_;
  bool speaks_first_ = false;
};

}  // namespace recoupe::mcp
