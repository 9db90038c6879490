// HTTP requests, one at a time a thread, several threads at once. Takes a request, gives the answer to a reader as it
// arrives; certificates are verified, proxies found by the usual variables, redirects followed within one origin only.
// Included by mcp's HTTP transports.
#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.hpp"
#include "wire/deadline.hpp"
#include "wire/http_headers.hpp"

namespace recoupe::wire {

inline constexpr int http_connect_timeout_ms = 15'000;            // name, TCP, proxy and TLS together
inline constexpr int http_redirects_max = 3;                      // within one origin
inline constexpr int http_linger_ms = 20;                         // for the end of an answer whose reader has enough
inline constexpr std::size_t http_head_bytes_max = 64 * 1024;     // of an answer's header fields
inline constexpr std::size_t http_idle_connections_max = 8;       // kept for the next request

struct HttpCall {
  std::string method = "GET";
  std::string url;
  HttpHeaders headers = {};
  std::string body = {};
  bool follows = true;  // redirects within one origin; false: the reader hears the redirect itself, and it is the answer
};

struct HttpHead {
  int status = 0;
  HttpHeaders headers = {};
};

/// Why an answer did not come whole.
enum class HttpFault {
  unreachable,  // no connection: name, network, proxy
  untrusted,    // no connection: the certificate
  timed_out,
  cancelled,
  cut,          // the connection ended before the answer did
  too_long,     // header fields beyond the limit
  moved,        // redirected to another origin, which `words` names; nothing was sent there
};

struct HttpFailure {
  HttpFault fault = HttpFault::cut;
  std::string words = {};  // of the library, without the address
};

/// Hears an answer on the thread that asked.
class HttpReader {
 public:
  virtual ~HttpReader() = default;
  virtual void on_head(const HttpHead& head) = 0;
  /// Takes the next bytes of the body; false: enough was read, and the connection is closed unless the answer ends at once.
  virtual bool on_body(std::string_view bytes) = 0;
};

class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Sends a request and hands the answer to the reader. A request is never sent twice. The reader may use this client.
  std::expected<void, HttpFailure> exchange(HttpCall call, const Deadline& deadline, const core::Cancel& cancel,
                                            HttpReader& reader);

 private:
  class Connection;
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace recoupe::wire
