#include <doctest/doctest.h>

#include <cstdlib>

#include "wire/http_client.hpp"
#include "wire/loopback.hpp"

namespace recoupe::wire {
namespace {

struct Heard final : HttpReader {
  HttpHead head;
  std::string body;
  std::size_t enough = std::string::npos;
  void on_head(const HttpHead& given) override { head = given; }
  bool on_body(std::string_view bytes) override {
    body.append(bytes);
    return body.size() < enough;
  }
};

std::expected<void, HttpFailure> get(HttpClient& client, const std::string& url, Heard& heard, int timeout_ms = 5'000,
                                     const core::Cancel& cancel = {}) {
  return client.exchange({.method = "GET", .url = url}, Deadline::in_ms(timeout_ms), cancel, heard);
}

HttpFault fault_of(std::expected<void, HttpFailure> done) {
  REQUIRE(!done.has_value());
  return done.error().fault;
}

}  // namespace

TEST_CASE("an_answer_is_read_whole_and_its_connection_used_again") {
  std::atomic<int> connections = 0;
  Loopback server([&](LoopbackPeer& peer, int) {
    ++connections;
    while (!peer.read_request().empty()) peer.write(http_answer(200, "{}", "X-Some: thing\r\n"));
  });
  HttpClient client;
  for (int i = 0; i < 3; ++i) {
    Heard heard;
    REQUIRE(get(client, server.url(), heard).has_value());
    CHECK(heard.head.status == 200);
    CHECK(*find_header(heard.head.headers, "x-some") == "thing");
    CHECK(heard.body == "{}");
  }
  CHECK(connections == 1);
}

TEST_CASE("a_redirect_is_the_answer_of_a_call_that_does_not_follow_and_head_has_no_body") {
  std::string request;
  Loopback server([&](LoopbackPeer& peer, int) {
    request = peer.read_request();
    peer.write("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/x\r\nX-Linked-Size: 7\r\nContent-Length: 1000\r\n\r\n");
    peer.read_request();
  });
  HttpClient client;
  Heard heard;
  HttpCall call{.method = "HEAD", .url = server.url("/file"), .follows = false};
  REQUIRE(client.exchange(call, Deadline::in_ms(5'000), {}, heard).has_value());
  CHECK(request.starts_with("HEAD /file HTTP/1.1\r\n"));
  CHECK(heard.head.status == 302);
  CHECK(*find_header(heard.head.headers, "location") == "https://elsewhere.example/x");
  CHECK(heard.body.empty());
}

TEST_CASE("a_post_carries_its_body_and_fields") {
  std::string request;
  Loopback server([&](LoopbackPeer& peer, int) {
    request = peer.read_request();
    peer.write(http_answer(202, ""));
  });
  HttpClient client;
  Heard heard;
  HttpCall call{.method = "POST", .url = server.url("/a?b=c"), .headers = {{"X-A", "1"}, {"X-Empty", ""}}, .body = std::string(100'000, 'x')};
  REQUIRE(client.exchange(call, Deadline::in_ms(5'000), {}, heard).has_value());
  CHECK(request.starts_with("POST /a?b=c HTTP/1.1\r\n"));
  CHECK(request.find("X-A: 1\r\n") != std::string::npos);
  CHECK(request.find("X-Empty:\r\n") != std::string::npos);
  CHECK(request.find("Expect") == std::string::npos);
  CHECK(request.ends_with(std::string(1000, 'x')));
}

TEST_CASE("a_post_whose_connection_breaks_is_never_sent_again") {
  std::atomic<int> posts = 0;
  Loopback server([&](LoopbackPeer& peer, int) {
    if (!peer.read_request().empty() && ++posts == 1) {
      peer.write(http_answer(200, "{}"));
      if (!peer.read_request().empty()) ++posts;  // and leaves without a word
    }
  });
  HttpClient client;
  const HttpCall call{.method = "POST", .url = server.url(), .body = "{}"};
  Heard first;
  REQUIRE(client.exchange(call, Deadline::in_ms(5'000), {}, first).has_value());
  Heard second;
  CHECK(fault_of(client.exchange(call, Deadline::in_ms(5'000), {}, second)) == HttpFault::cut);
  CHECK(posts == 2);
}

TEST_CASE("waits_end_at_the_deadline_and_when_cancelled") {
  Loopback server([](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.wait_left(5'000);
  });
  HttpClient client;
  Heard heard;
  CHECK(fault_of(get(client, server.url(), heard, 100)) == HttpFault::timed_out);
  const core::Cancel cancel;
  cancel.request();
  CHECK(fault_of(get(client, server.url(), heard, 5'000, cancel)) == HttpFault::cancelled);
}

TEST_CASE("an_answer_that_ends_too_soon_is_cut") {
  Loopback server([](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  HttpClient client;
  Heard heard;
  CHECK(fault_of(get(client, server.url(), heard)) == HttpFault::cut);
}

TEST_CASE("a_head_without_end_is_given_up") {
  Loopback server([](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100; ++i) peer.write("X-More: " + std::string(1'000, 'x') + "\r\n");
    peer.wait_left(5'000);
  });
  HttpClient client;
  Heard heard;
  CHECK(fault_of(get(client, server.url(), heard)) == HttpFault::too_long);
}

TEST_CASE("a_reader_that_has_enough_closes_the_connection") {
  std::atomic<bool> left = false;
  Loopback server([&](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n\r\nfirst");
    left = peer.wait_left(5'000);
  });
  HttpClient client;
  Heard heard;
  heard.enough = 5;
  CHECK(get(client, server.url(), heard).has_value());
  CHECK(heard.body == "first");
  for (int i = 0; i < 100 && !left; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(left);
}

TEST_CASE("a_stream_that_ends_after_what_was_wanted_leaves_its_connection_usable") {
  std::atomic<int> connections = 0;
  Loopback server([&](LoopbackPeer& peer, int) {
    ++connections;
    while (!peer.read_request().empty()) {
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
      peer.write("0\r\n\r\n");
    }
  });
  HttpClient client;
  for (int i = 0; i < 3; ++i) {
    Heard heard;
    heard.enough = 5;
    REQUIRE(get(client, server.url(), heard).has_value());
    CHECK(heard.body == "first");
  }
  CHECK(connections == 1);
}

TEST_CASE("redirects_are_followed_within_one_origin_only") {
  Loopback elsewhere([](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.write(http_answer(200, "stolen"));
  });
  Loopback server([&](LoopbackPeer& peer, int) {
    while (true) {
      const std::string request = peer.read_request();
      if (request.empty()) return;
      if (request.starts_with("GET /near")) {
        peer.write(http_answer(307, "", "Location: /there/\r\n"));
      } else if (request.starts_with("GET /far")) {
        peer.write(http_answer(307, "", "Location: " + elsewhere.url() + "\r\n"));
      } else if (request.starts_with("GET /round")) {
        peer.write(http_answer(307, "", "Location: /round\r\n"));
      } else {
        peer.write(http_answer(200, "here"));
      }
    }
  });
  HttpClient client;
  Heard near;
  REQUIRE(get(client, server.url("/near"), near).has_value());
  CHECK(near.body == "here");
  Heard far;
  const auto moved = get(client, server.url("/far"), far);
  REQUIRE(!moved.has_value());
  CHECK(moved.error().fault == HttpFault::moved);
  CHECK(moved.error().words == "http://127.0.0.1:" + std::to_string(elsewhere.port()));
  CHECK(far.body.empty());
  Heard round;
  CHECK(fault_of(get(client, server.url("/round"), round)) == HttpFault::moved);
}

TEST_CASE("what_is_not_there_and_what_is_no_web_address_are_unreachable") {
  HttpClient client;
  Heard heard;
  CHECK(fault_of(get(client, "http://127.0.0.1:1/", heard)) == HttpFault::unreachable);
  CHECK(fault_of(get(client, "file:///etc/passwd", heard)) == HttpFault::unreachable);
  CHECK(heard.body.empty());
}

TEST_CASE("a_proxy_is_asked_for_other_machines_and_not_for_this_one") {
  std::string request;
  Loopback proxy([&](LoopbackPeer& peer, int) {
    request = peer.read_request();
    peer.write(http_answer(200, "by proxy"));
  });
  Loopback here([](LoopbackPeer& peer, int) {
    peer.read_request();
    peer.write(http_answer(200, "here"));
  });
  ::setenv("HTTP_PROXY", proxy.url("").c_str(), 1);
  HttpClient client;
  Heard far;
  CHECK(get(client, "http://mcp.invalid/mcp", far).has_value());
  Heard near;
  CHECK(get(client, here.url(), near).has_value());
  ::setenv("NO_PROXY", "mcp.invalid", 1);
  Heard excepted;
  CHECK(fault_of(get(client, "http://mcp.invalid/mcp", excepted)) == HttpFault::unreachable);
  ::unsetenv("NO_PROXY");
  ::unsetenv("HTTP_PROXY");
  CHECK(far.body == "by proxy");
  CHECK(request.starts_with("GET http://mcp.invalid/mcp HTTP/1.1\r\n"));
  CHECK(near.body == "here");
}

}  // namespace recoupe::wire
