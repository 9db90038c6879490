#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <thread>

#include "wire/http_client.hpp"
#include "wire/http_server.hpp"

namespace recoupe::wire {
namespace {

/// A server that runs on a thread of its own.
class Running {
 public:
  explicit Running(HttpServer::Handler handler, HttpServerLimits limits = {}) {
    auto listening = HttpServer::listen("127.0.0.1", 0, std::move(handler), limits);
    REQUIRE(listening.has_value());
    server_ = *std::move(listening);
    thread_ = std::thread([this] { server_->serve(cancel_); });
  }
  ~Running() { stop(); }
  void stop() {
    cancel_.request();
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/a?b"; }

  /// Sends bytes as they are and gives what comes back until the connection ends.
  [[nodiscard]] std::string raw(std::string_view bytes) const {
    const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server_->port());
    REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    std::string answer;
    char block[4096];
    for (ssize_t count = 0; (count = ::recv(socket.get(), block, sizeof block, 0)) > 0;) answer.append(block, static_cast<std::size_t>(count));
    return answer;
  }

 private:
  core::Cancel cancel_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

void echo(const HttpRequest& request, HttpResponder& responder) {
  responder.respond(200, {{"Content-Type", "text/plain"}}, request.method + " " + request.path + " " + request.query + " " + request.body);
}

struct Heard final : HttpReader {
  int status = 0;
  std::string body;
  void on_head(const HttpHead& head) override { status = head.status; }
  bool on_body(std::string_view bytes) override {
    body.append(bytes);
    return true;
  }
};

}  // namespace

TEST_CASE("requests_one_after_the_other_on_one_connection_are_answered") {
  const Running server(echo);
  HttpClient client;
  for (int i = 0; i < 3; ++i) {
    Heard heard;
    REQUIRE(client.exchange({.method = "POST", .url = server.url(), .body = "x"}, Deadline::in_ms(5'000), {}, heard).has_value());
    CHECK(heard.status == 200);
    CHECK(heard.body == "POST /a b x");
  }
  const std::string two = server.raw("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(two.find("GET /1") != std::string::npos);
  CHECK(two.find("GET /2") != std::string::npos);
}

TEST_CASE("a_target_that_names_its_host_overrules_the_field") {
  const Running server([](const HttpRequest& request, HttpResponder& responder) {
    responder.respond(200, {}, request.path + " " + *find_header(request.headers, "Host"));
  });
  const std::string answer = server.raw("GET http://other:1/p HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(answer.ends_with("/p other:1"));
}

TEST_CASE("a_request_in_chunks_is_read_whole") {
  const Running server(echo);
  const std::string answer = server.raw("POST /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(answer.ends_with("POST /c  abcde"));
}

TEST_CASE("what_is_too_long_or_no_request_is_refused_and_the_connection_closed") {
  const Running server(echo, {.head_bytes_max = 1'000, .body_bytes_max = 1'000});
  CHECK(server.raw("hello\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(server.raw("GET / HTTP/1.1\r\nX: " + std::string(2'000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
  CHECK(server.raw("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\n").starts_with("HTTP/1.1 413"));
  CHECK(server.raw("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2'000, 'x')).starts_with("HTTP/1.1 413"));
  CHECK(server.raw("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(server.raw("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab").starts_with("HTTP/1.1 400"));
}

TEST_CASE("a_client_that_is_slow_to_ask_or_idle_is_let_go") {
  const Running server(echo, {.request_timeout_ms = 100, .idle_timeout_ms = 100});
  CHECK(server.raw("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf").empty());
  CHECK(server.raw("").empty());
}

TEST_CASE("connections_beyond_the_limit_are_told_to_come_later") {
  const Running server(echo, {.connections_max = 1});
  HttpClient holds;
  Heard heard;
  REQUIRE(holds.exchange({.url = server.url()}, Deadline::in_ms(5'000), {}, heard).has_value());
  CHECK(server.raw("GET / HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 503"));
}

TEST_CASE("an_answer_may_come_in_pieces_and_a_client_that_leaves_is_noticed") {
  std::atomic<bool> noticed = false;
  Running server([&](const HttpRequest&, HttpResponder& responder) {
    responder.begin(200, {{"Content-Type", "text/event-stream"}});
    responder.write("first");
    while (!responder.is_given_up()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    noticed = true;
  });
  struct First final : HttpReader {
    std::string body;
    void on_head(const HttpHead&) override {}
    bool on_body(std::string_view bytes) override {
      body.append(bytes);
      return false;
    }
  } first;
  HttpClient client;
  REQUIRE(client.exchange({.url = server.url()}, Deadline::in_ms(5'000), {}, first).has_value());
  CHECK(first.body == "first");
  for (int i = 0; i < 100 && !noticed; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(noticed);
}

TEST_CASE("a_server_that_stops_ends_what_is_under_way") {
  Running server([](const HttpRequest&, HttpResponder& responder) {
    while (!responder.is_given_up()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    responder.respond(503, {}, "stopping");
  });
  Heard heard;
  std::thread asking([&] {
    HttpClient client;
    (void)client.exchange({.url = server.url()}, Deadline::in_ms(5'000), {}, heard);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  server.stop();
  asking.join();
  CHECK(heard.status == 503);
}

TEST_CASE("header_values_of_an_answer_can_not_smuggle_others") {
  const Running server([](const HttpRequest&, HttpResponder& responder) {
    responder.respond(200, {{"X-A", "a\r\nX-Evil: 1"}, {"X-B", "b"}}, "");
  });
  const std::string answer = server.raw("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(answer.find("Evil") == std::string::npos);
  CHECK(answer.find("X-B: b") != std::string::npos);
}

TEST_CASE("an_address_that_is_taken_or_none_is_said") {
  const auto first = HttpServer::listen("127.0.0.1", 0, echo);
  REQUIRE(first.has_value());
  CHECK(HttpServer::listen("127.0.0.1", (*first)->port(), echo).error().code == core::Code::unreachable);
  CHECK(HttpServer::listen("example.org", 1, echo).error().code == core::Code::usage);
}

}  // namespace recoupe::wire
