// Serves a Server over HTTP to many clients, in both eras: POST for every message, sessions for those that initialize.
// Takes a factory of servers and who may come in, gives back when stopped. Included by cli (`recoupe mcp … --http`) and tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "mcp/server.hpp"
#include "wire/http_server.hpp"

namespace recoupe::mcp {

inline constexpr std::size_t http_calls_max = 16;       // requests under way, of all clients
inline constexpr int stream_comment_ms = 15'000;        // between two signs of life on a stream
inline constexpr std::size_t batch_max = 32;            // messages of one (2025-03-26)
inline constexpr std::size_t http_token_bytes_min = 16;

struct HttpServing {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;            // 0: a free one
  std::string token;                 // every request must show it; at least http_token_bytes_min
  bool allow_remote = false;         // another address than a loopback one
  std::vector<std::string> hosts = {};  // names under which remote clients know this machine
  wire::HttpServerLimits limits = {};
};

class HttpService {
 public:
  /// Makes a first server, for the modern era, and listens; each legacy session gets a server of its own. Errors: those of
  /// `make`; `usage` for an address that is not this machine's own without `allow_remote`, and for a short token.
  static core::Result<std::unique_ptr<HttpService>> listen(ServerFactory make, HttpServing serving);
  ~HttpService();

  /// Gives the address that clients use.
  [[nodiscard]] std::string url() const;
  /// Serves until cancelled; then running calls are cancelled and waited for.
  void serve(const core::Cancel& cancel);

 private:
  struct State;
  explicit HttpService(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::mcp
