// One accepted connection: requests in, answers out. Takes a socket, gives whole requests within limits.
// Included by http_server only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/http_server.hpp"

namespace recoupe::wire {

class HttpConnection final : public HttpResponder {
 public:
  HttpConnection(FileDescriptor socket, std::string peer, const HttpServerLimits& limits, core::Cancel stopping);

  /// Waits for the next request; nothing when there will be none. What is no request is answered here.
  std::optional<HttpRequest> next();

  void respond(int status, const HttpHeaders& headers, std::string_view body) override;
  void begin(int status, const HttpHeaders& headers) override;
  bool write(std::string_view piece) override;
  void end() override;
  bool is_given_up() override;
  /// Tells whether the answer to the last request was begun.
  [[nodiscard]] bool is_answered() const { return is_answered_; }

 private:
  bool receive(const Deadline& deadline);
  bool send(std::string_view bytes);
  void send_head(int status, const HttpHeaders& headers);

  FileDescriptor socket_;
  std::string peer_;
  const HttpServerLimits& limits_;
  core::Cancel stopping_;
  std::string buffer_;
  bool keeps_alive_ = true;
  bool is_answered_ = false;
  bool is_head_only_ = false;  // the request was HEAD
  bool is_chunked_ = false;
  bool is_broken_ = false;
};

}  // namespace recoupe::wire
