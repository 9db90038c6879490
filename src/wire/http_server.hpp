// A small HTTP server for this machine: one thread a connection, everything bounded. Takes a handler, gives it whole
// requests and a way to answer them. Included by mcp's serve_http and by serve.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "wire/deadline.hpp"
#include "wire/file_descriptor.hpp"
#include "wire/http_headers.hpp"

namespace recoupe::wire {

struct HttpServerLimits {
  std::size_t connections_max = 64;
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 16 * 1024 * 1024;
  int request_timeout_ms = 30'000;  // from a request's first byte to its last
  int idle_timeout_ms = 60'000;     // of a connection between two requests
  int write_timeout_ms = 30'000;    // of one piece of an answer that the client does not take
};

struct HttpRequest {
  std::string method;
  std::string path;   // of the target, without the query
  std::string query;  // without '?'
  HttpHeaders headers;
  std::string body;
  std::string peer;  // the client's address, without port
};

/// Answers one request, on the connection's thread.
class HttpResponder {
 public:
  virtual ~HttpResponder() = default;
  /// Sends a whole answer.
  virtual void respond(int status, const HttpHeaders& headers, std::string_view body) = 0;
  /// Begins an answer that comes in pieces.
  virtual void begin(int status, const HttpHeaders& headers) = 0;
  /// Sends a piece; false: the client is gone or takes nothing.
  virtual bool write(std::string_view piece) = 0;
  /// Ends an answer that came in pieces.
  virtual void end() = 0;
  /// Tells whether the client has closed its end, or the server is to stop.
  virtual bool is_given_up() = 0;
};

class HttpServer {
 public:
  using Handler = std::function<void(const HttpRequest& request, HttpResponder& responder)>;

  /// Listens on a numeric address or "localhost"; port 0 takes a free one. Errors: `usage` for an address that is none,
  /// `unreachable` when it can't be had.
  static core::Result<std::unique_ptr<HttpServer>> listen(const std::string& host, std::uint16_t port, Handler handler,
                                                          HttpServerLimits limits = {});
  /// Stops and waits for the connections' threads.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Accepts connections until cancelled; then lets requests under way see is_given_up, and waits for them.
  void serve(const core::Cancel& cancel);

 private:
  HttpServer(FileDescriptor listener, std::uint16_t port, Handler handler, HttpServerLimits limits);
  void accept_one();
  void stop();

  FileDescriptor listener_;
  std::uint16_t port_;
  Handler handler_;
  HttpServerLimits limits_;
  core::Cancel stopping_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t connections_ = 0;
};

}  // namespace recoupe::wire
