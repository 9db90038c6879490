#include <doctest/doctest.h>

#include <map>
#include <thread>

#include "mcp/fake_http_server.hpp"

namespace recoupe::mcp {

using namespace fake;

TEST_CASE("a_modern_request_says_in_header_fields_what_it_says_in_its_body") {
  Fake server(modern(
      [](const Seen& seen, LoopbackPeer&) { return http_answer(200, result_of(seen, hi)); },
      R"([{"name":"run","inputSchema":{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},
          "limit":{"type":"integer","x-mcp-header":"Limit"},"dry":{"type":"boolean","x-mcp-header":"Dry"},"sql":{"type":"string"}}}},
          {"name":"bad","inputSchema":{"type":"object","properties":{"a":{"type":"object","x-mcp-header":"A"}}}}])"));
  const auto client = server.connected();
  CHECK(client->protocol_version() == "2026-07-28");
  const auto result = client->call_tool("run", *Json::parse(R"({"region":"Île","limit":3,"dry":null,"sql":"SELECT"})"));
  CHECK(text_of(result) == "hi");
  const auto calls = server.seen("tools/call");
  REQUIRE(calls.size() == 1);
  for (const char* field : {"MCP-Protocol-Version: 2026-07-28\r\n", "Mcp-Method: tools/call\r\n", "Mcp-Name: run\r\n",
                            "Mcp-Param-Region: =?base64?w45sZQ==?=\r\n", "Mcp-Param-Limit: 3\r\n", "Authorization: Bearer token-abcdef\r\n",
                            "Accept: application/json, text/event-stream\r\n"}) {
    CHECK_MESSAGE(calls[0].has(field), field);
  }
  CHECK(!calls[0].has("Mcp-Param-Dry"));
  CHECK(!calls[0].has("Mcp-Session-Id"));
  const auto tools = client->list_tools();
  REQUIRE(tools.has_value());
  CHECK(tools->size() == 1);
}

TEST_CASE("a_modern_refusal_of_the_version_is_asked_once_more_and_never_initialized") {
  std::atomic<int> discoveries = 0;
  Fake server([&](const Seen& seen, LoopbackPeer&) {
    if (++discoveries == 1) {
      return http_answer(400, R"({"jsonrpc":"2.0","id":)" + seen.id() +
                                  R"(,"error":{"code":-32022,"message":"no","data":{"supported":["2026-07-28"]}}})");
    }
    return http_answer(200, result_of(seen, R"({"supportedVersions":["2026-07-28"],"capabilities":{}})"));
  });
  CHECK(server.connected()->protocol_version() == "2026-07-28");
  CHECK(server.seen("initialize").empty());
}

TEST_CASE("a_session_is_opened_kept_and_ended") {
  for (const std::string version : {"2025-03-26", "2025-06-18", "2025-11-25"}) {
    Fake server(legacy([](const Seen& seen, LoopbackPeer&) { return http_answer(200, result_of(seen, hi)); }, version));
    {
      const auto client = server.connected();
      CHECK(client->protocol_version() == version);
      CHECK(client->server_info().name == "old");
      CHECK(text_of(client->call_tool("any", {})) == "hi");
    }
    const auto calls = server.seen("tools/call");
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].has("Mcp-Session-Id: session-secret-1\r\n"));
    CHECK(calls[0].has("MCP-Protocol-Version: " + version) == (version != "2025-03-26"));
    CHECK(!server.seen("initialize")[0].has("Mcp-Session-Id"));
    REQUIRE(server.seen("DELETE").size() == 1);
    CHECK(server.seen("DELETE")[0].has("Mcp-Session-Id: session-secret-1\r\n"));
  }
}

TEST_CASE("a_forgotten_session_is_opened_anew_and_the_call_made_in_it") {
  std::atomic<int> calls = 0;
  Fake server(legacy([&](const Seen& seen, LoopbackPeer&) {
    return ++calls == 1 ? http_answer(404, error_of("null", -32001)) : http_answer(200, result_of(seen, hi));
  }));
  const auto client = server.connected();
  CHECK(text_of(client->call_tool("any", {})) == "hi");
  CHECK(server.seen("initialize").size() == 2);
  CHECK(server.seen("notifications/initialized").size() == 2);
}

TEST_CASE("a_stream_brings_progress_and_requests_before_the_response") {
  Fake server(legacy([](const Seen& seen, LoopbackPeer& peer) {
    peer.write(stream_head);
    peer.write(event_of(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" + seen.id() + R"(,"progress":1}})"));
    peer.write(event_of(R"({"jsonrpc":"2.0","id":"p","method":"ping"})"));
    peer.write(event_of(R"({"jsonrpc":"2.0","id":"s","method":"sampling/createMessage","params":{}})"));
    peer.write(event_of(R"({"jsonrpc":"2.0","id":"e","method":"elicitation/create","params":{}})"));
    peer.write(event_of(result_of(seen, hi)));
    return std::string();
  }));
  const auto client = server.connected();
  int heard = 0;
  CallOptions options;
  options.on_progress = [&](const Progress&) { ++heard; };
  CHECK(text_of(client->call_tool("any", {}, options)) == "hi");
  CHECK(heard == 1);
  std::map<std::string, Json> answers;
  for (const Seen& seen : server.seen("POST")) {
    if (seen.method().empty()) answers[seen.body.text("id")] = seen.body;
  }
  CHECK(answers["p"].find("result") != nullptr);
  CHECK(answers["s"].find("error")->integer("code") == -32601);
  CHECK(answers["e"].find("result")->text("action") == "decline");
}

TEST_CASE("a_broken_stream_is_taken_up_after_the_pause_that_it_asked_for") {
  std::chrono::steady_clock::time_point broken;
  std::chrono::steady_clock::time_point resumed;
  std::string call_id;
  Fake server(legacy([&](const Seen& seen, LoopbackPeer& peer) {
    peer.write(stream_head);
    if (seen.http_method() == "POST") {
      call_id = seen.id();
      peer.write("id: event-7\nretry: 300\ndata: \n\n");
      broken = std::chrono::steady_clock::now();
    } else {
      resumed = std::chrono::steady_clock::now();
      peer.write(event_of(R"({"jsonrpc":"2.0","id":)" + call_id + R"(,"result":)" + std::string(hi) + "}"));
    }
    return std::string();
  }));
  const auto client = server.connected();
  CHECK(text_of(client->call_tool("any", {})) == "hi");
  CHECK(resumed - broken >= std::chrono::milliseconds(290));
  CHECK(server.seen("tools/call").size() == 1);
  REQUIRE(server.seen("GET").size() == 1);
  CHECK(server.seen("GET")[0].has("Last-Event-ID: event-7\r\n"));
}

TEST_CASE("a_stream_cut_without_an_id_fails_and_is_not_asked_again") {
  Fake server(legacy([](const Seen&, LoopbackPeer& peer) {
    peer.write(stream_head);
    peer.write(": nothing yet\n\n");
    return std::string();
  }));
  const auto client = server.connected();
  const auto result = client->call_tool("any", {});
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::server_exited);
  CHECK(server.seen("tools/call").size() == 1);
}

TEST_CASE("a_call_that_is_given_up_is_announced_in_a_session_and_closed_in_the_modern_era") {
  std::atomic<bool> left = false;
  const Fake::Answer hang = [&](const Seen& seen, LoopbackPeer& peer) {
    if (seen.method() == "tools/call") left = peer.wait_left(5'000);
    return std::string();
  };
  Fake modern_server(modern(hang));
  const auto result = modern_server.connected()->call_tool("any", {}, {.timeout_ms = 100, .cancel = {}, .on_progress = {}});
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::timeout);
  for (int i = 0; i < 100 && !left; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(left);
  CHECK(modern_server.seen("notifications/cancelled").empty());

  Fake legacy_server(legacy(hang));
  const auto client = legacy_server.connected();
  CHECK(!client->call_tool("any", {}, {.timeout_ms = 100, .cancel = {}, .on_progress = {}}));
  REQUIRE(legacy_server.seen("notifications/cancelled").size() == 1);
  CHECK(legacy_server.seen("notifications/cancelled")[0].body.find("params")->find("requestId")->dump() ==
        legacy_server.seen("tools/call")[0].id());
}

TEST_CASE("a_batch_may_hold_the_response") {
  Fake server(legacy([](const Seen& seen, LoopbackPeer&) {
    return http_answer(200, R"([{"jsonrpc":"2.0","method":"notifications/message","params":{}},)" + result_of(seen, hi) + "]");
  }, "2025-03-26"));
  CHECK(text_of(server.connected()->call_tool("any", {})) == "hi");
}

TEST_CASE("a_server_of_2024_is_spoken_to_over_its_stream") {
  std::mutex mutex;
  LoopbackPeer* stream = nullptr;
  Fake server([&](const Seen& seen, LoopbackPeer& peer) -> std::string {
    if (seen.http_method() == "GET") {
      peer.write(stream_head);
      {
        const std::lock_guard lock(mutex);
        stream = &peer;
        peer.write("event: endpoint\ndata: /messages?session=abcdef123\n\n");
      }
      peer.wait_left(10'000);
      return {};
    }
    if (!seen.has("POST /messages?session=abcdef123 ")) return http_answer(405, "no");
    const std::lock_guard lock(mutex);
    if (seen.method() == "initialize") {
      stream->write(event_of(result_of(seen, R"({"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"sse","version":"1"}})")));
    } else if (seen.method() == "tools/call") {
      stream->write(event_of(result_of(seen, hi)));
    }
    return http_answer(202, "Accepted", {}, "text/plain");
  });
  for (const bool is_old : {false, true}) {
    auto client = server.connect(is_old);
    REQUIRE_MESSAGE(client.has_value(), (client ? "" : client.error().message.en));
    CHECK((*client)->protocol_version() == "2024-11-05");
    CHECK(text_of((*client)->call_tool("any", {})) == "hi");
  }
}

TEST_CASE("an_endpoint_on_another_origin_gets_nothing") {
  Fake elsewhere([](const Seen&, LoopbackPeer&) { return http_answer(202, ""); });
  Fake server([&](const Seen& seen, LoopbackPeer& peer) -> std::string {
    if (seen.http_method() != "GET") return http_answer(405, "");
    peer.write(stream_head);
    peer.write("event: endpoint\ndata: http://127.0.0.2:1/messages\n\n");
    peer.wait_left(10'000);
    return {};
  });
  const auto client = server.connect(true);
  REQUIRE(!client.has_value());
  CHECK(elsewhere.seen().empty());
}

TEST_CASE("who_is_not_let_in_is_told_so_without_the_token") {
  for (const int status : {401, 403}) {
    Fake server([&](const Seen& seen, LoopbackPeer&) { return http_answer(status, error_of(seen.id(), -32001)); });
    const auto client = server.connect();
    REQUIRE(!client.has_value());
    CHECK(client.error().code == core::Code::authentication);
    CHECK(client.error().message.en.find("token-abcdef") == std::string::npos);
    CHECK(client.error().message.en.find("hidden-in-query") == std::string::npos);
    CHECK(server.seen("initialize").empty());
  }
}

TEST_CASE("what_breaks_the_protocol_is_said_and_bounded") {
  const std::map<std::string, std::string> answers = {
      {"not JSON", http_answer(200, "<html>", {}, "text/html")},
      {"no message", http_answer(200, R"({"hello":1})")},
      {"nothing", http_answer(200, "")},
      {"accepted", http_answer(202, "")},
      {"too long", http_answer(200, R"({"jsonrpc":"2.0","id":1,"result":")" + std::string(200'000, 'x') + "\"}")},
      {"too deep", http_answer(200, std::string(90'000, '['))},
      {"long event", std::string(stream_head) + "data: " + std::string(200'000, 'x') + "\n\n"},
      {"bad event", std::string(stream_head) + "data: {\n\n"}};
  for (const auto& [what, answer] : answers) {
    Fake server(modern([&](const Seen&, LoopbackPeer& peer) {
      peer.write(answer);
      return std::string();
    }));
    const auto result = server.connected()->call_tool("any", {});
    REQUIRE_MESSAGE(!result.has_value(), what);
    CHECK_MESSAGE(result.error().code == core::Code::server_protocol, what);
    CHECK_MESSAGE(result.error().message.en.size() < 1'000, what);
  }
}

TEST_CASE("a_server_in_trouble_is_told_from_one_that_breaks_the_protocol") {
  Fake server(modern([](const Seen&, LoopbackPeer&) { return http_answer(503, "busy with token-abcdef", {}, "text/plain"); }));
  const auto result = server.connected()->call_tool("any", {});
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::server_error);
  CHECK(result.error().retryable);
  CHECK(result.error().message.en.find("busy with ***") != std::string::npos);
}

}  // namespace recoupe::mcp
