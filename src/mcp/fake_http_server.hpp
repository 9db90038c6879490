// A scripted MCP server over HTTP for the tests of clients. Takes what it answers, gives what it was asked.
// Included by the tests of mcp.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mcp/client.hpp"
#include "mcp/eras.hpp"
#include "mcp/http_transport.hpp"
#include "wire/loopback.hpp"

namespace recoupe::mcp::fake {

using core::Json;
using wire::http_answer;
using wire::LoopbackPeer;

/// One request as a server of these tests sees it.
struct Seen {
  std::string text;
  Json body;

  explicit Seen(std::string request) : text(std::move(request)) {
    const std::size_t end = text.find("\r\n\r\n");
    auto json = Json::parse(std::string_view(text).substr(std::min(end + 4, text.size())));
    if (json) body = *std::move(json);
  }
  [[nodiscard]] std::string http_method() const { return text.substr(0, text.find(' ')); }
  [[nodiscard]] std::string method() const { return body.text("method"); }
  [[nodiscard]] std::string id() const { return body.find("id") ? body.find("id")->dump() : ""; }
  [[nodiscard]] bool has(std::string_view words) const { return text.find(words) != std::string::npos; }
};

inline std::string result_of(const Seen& seen, std::string_view result) {
  return R"({"jsonrpc":"2.0","id":)" + seen.id() + R"(,"result":)" + std::string(result) + "}";
}
inline std::string error_of(const std::string& id, int code) {
  return R"({"jsonrpc":"2.0","id":)" + id + R"(,"error":{"code":)" + std::to_string(code) + R"(,"message":"no token-abcdef"}})";
}
inline std::string event_of(std::string_view data, std::string_view more = {}) {
  return std::string(more) + "data: " + std::string(data) + "\n\n";
}
inline constexpr std::string_view stream_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

/// A server of one function: gives the whole answer to a request, "" for one that it wrote itself.
class Fake {
 public:
  using Answer = std::function<std::string(const Seen&, LoopbackPeer&)>;
  explicit Fake(Answer answer)
      : answer_(std::move(answer)), loopback_([this](LoopbackPeer& peer, int) {
          while (true) {
            Seen seen(peer.read_request());
            if (seen.text.empty()) return;
            {
              const std::lock_guard lock(mutex_);
              seen_.push_back(seen);
            }
            const std::string text = answer_(seen, peer);
            if (text.empty()) return;
            peer.write(text);
          }
        }) {}

  core::Result<std::unique_ptr<Client>> connect(bool is_old = false, ClientOptions options = {}) {
    options.server = "theirs";
    options.start_timeout_ms = options.discover_timeout_ms = 3'000;
    return Client::connect(make_http_transport({.server = "theirs",
                                                .url = loopback_.url("/mcp?key=hidden-in-query"),
                                                .headers = {{"Authorization", "Bearer token-abcdef"}},
                                                .is_old = is_old,
                                                .frame_bytes_max = 100'000}),
                           std::move(options));
  }
  std::unique_ptr<Client> connected(ClientOptions options = {}) {
    auto client = connect(false, std::move(options));
    REQUIRE_MESSAGE(client.has_value(), (client ? "" : client.error().message.en));
    return *std::move(client);
  }
  std::vector<Seen> seen(std::string_view method = {}) {
    const std::lock_guard lock(mutex_);
    std::vector<Seen> found;
    for (const Seen& one : seen_) {
      if (method.empty() || one.method() == method || one.http_method() == method) found.push_back(one);
    }
    return found;
  }

 private:
  Answer answer_;
  std::mutex mutex_;
  std::vector<Seen> seen_;
  wire::Loopback loopback_;
};

/// Answers as a modern server; `more` goes first and gives "" for what it leaves.
inline Fake::Answer modern(Fake::Answer more, std::string tools = "[]", std::string capabilities = R"({"tools":{}})") {
  return [more = std::move(more), tools = std::move(tools), capabilities = std::move(capabilities)](const Seen& seen, LoopbackPeer& peer) {
    if (seen.method() == "server/discover") {
      return http_answer(200, result_of(seen, R"({"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":)" + capabilities + "}"));
    }
    if (seen.method() == "tools/list") return http_answer(200, result_of(seen, R"({"resultType":"complete","tools":)" + tools + "}"));
    return more(seen, peer);
  };
}

/// Answers as a server of a session.
inline Fake::Answer legacy(Fake::Answer more, std::string version = "2025-11-25", std::string capabilities = R"({"tools":{}})") {
  return [more = std::move(more), version = std::move(version), capabilities = std::move(capabilities)](const Seen& seen, LoopbackPeer& peer) {
    if (seen.method() == "server/discover") return http_answer(400, error_of("null", -32000));
    if (seen.method() == "initialize") {
      return http_answer(200, result_of(seen, R"({"protocolVersion":")" + version + R"(","capabilities":)" + capabilities +
                                                  R"(,"serverInfo":{"name":"old","version":"1"}})"),
                         "Mcp-Session-Id: session-secret-1\r\n");
    }
    if (seen.method().starts_with("notifications/") || (seen.method().empty() && seen.http_method() == "POST")) return http_answer(202, "");
    if (seen.http_method() == "DELETE") return http_answer(200, "");
    return more(seen, peer);
  };
}

inline constexpr std::string_view hi = R"({"content":[{"type":"text","text":"hi"}]})";

/// Gives the text of a result's first item.
inline std::string text_of(const core::Result<ToolResult>& result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message.en));
  return (*result->content.if_array())[0].text("text");
}

}  // namespace recoupe::mcp::fake
