#include "mcp/serve_http.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "core/clock.hpp"
#include "mcp/http_post.hpp"
#include "wire/http_guard.hpp"
#include "wire/url.hpp"

namespace recoupe::mcp {

namespace {

constexpr const char* endpoint = "/mcp";

core::Error usage(core::Bilingual message, core::Bilingual remedy) {
  return {.code = core::Code::usage, .origin = core::Origin::user, .stage = "mcp", .message = std::move(message), .remedy = std::move(remedy)};
}

core::Status check(const HttpServing& serving) {
  if (serving.token.size() < http_token_bytes_min) {
    const std::string bytes = std::to_string(http_token_bytes_min);
    return core::fail(usage({"the token has fewer than " + bytes + " characters", "le jeton a moins de " + bytes + " caractères"},
                            {"choose a longer one, such as `openssl rand -hex 32` gives",
                             "choisissez-en un plus long, comme celui de `openssl rand -hex 32`"}));
  }
  if (!wire::is_loopback_host(serving.host) && !serving.allow_remote) {
    return core::fail(usage({serving.host + " can be reached from other machines", serving.host + " est joignable d'autres machines"},
                            {"use 127.0.0.1, or say --allow-remote with a token of your own (and put TLS before it)",
                             "utilisez 127.0.0.1, ou dites --allow-remote avec un jeton à vous (et mettez TLS devant)"}));
  }
  return {};
}

}  // namespace

struct HttpService::State {
  State(ServerFactory make, std::shared_ptr<const Server> shared, const HttpServing& serving)
      : host(serving.host),
        guard{.token = serving.token, .allows_addresses = serving.allow_remote, .hosts = serving.hosts},
        post(std::move(make), std::move(shared)) {}

  void handle(const wire::HttpRequest& request, wire::HttpResponder& responder) {
    if (const auto refusal = guard.refusal_of(request)) {
      wire::HttpHeaders headers;
      if (*refusal == 401) headers.emplace_back("WWW-Authenticate", "Bearer");
      return responder.respond(*refusal, headers, {});
    }
    if (request.path != endpoint) return responder.respond(404, {}, {});
    if (request.method == "POST") return post.answer(request, responder);
    if (request.method == "DELETE") return post.end_session(request, responder);
    // Nothing is said here that was not asked: there is no stream to GET.
    responder.respond(405, {{"Allow", "POST, DELETE"}}, {});
  }

  std::string host;
  wire::HttpGuard guard;
  HttpPost post;
  std::unique_ptr<wire::HttpServer> server;  // the last, so that its threads end before what they use
};

core::Result<std::unique_ptr<HttpService>> HttpService::listen(ServerFactory make, HttpServing serving) {
  RECOUPE_CHECK(check(serving));
  RECOUPE_TRY(shared, make());
  auto state = std::make_unique<State>(std::move(make), std::move(shared), serving);
  RECOUPE_TRY(server, wire::HttpServer::listen(
                          serving.host, serving.port,
                          [self = state.get()](const wire::HttpRequest& request, wire::HttpResponder& responder) {
                            self->handle(request, responder);
                          },
                          serving.limits));
  state->server = std::move(server);
  return std::unique_ptr<HttpService>(new HttpService(std::move(state)));
}

HttpService::HttpService(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpService::~HttpService() = default;

std::string HttpService::url() const {
  const bool is_bare_ipv6 = state_->host.find(':') != std::string::npos && !state_->host.starts_with('[');
  const std::string host = is_bare_ipv6 ? "[" + state_->host + "]" : state_->host;
  return "http://" + host + ":" + std::to_string(state_->server->port()) + endpoint;
}

void HttpService::serve(const core::Cancel& cancel) {
  std::atomic<bool> ended = false;
  std::thread sweeper([&] {
    constexpr std::int64_t pause_ms = 10'000;
    for (std::int64_t next = core::monotonic_ms() + pause_ms; !ended;) {
      std::this_thread::sleep_for(std::chrono::milliseconds(core::Cancel::poll_ms));
      if (core::monotonic_ms() < next) continue;
      state_->post.sweep();
      next = core::monotonic_ms() + pause_ms;
    }
  });
  state_->server->serve(cancel);
  ended = true;
  sweeper.join();
}

}  // namespace recoupe::mcp
