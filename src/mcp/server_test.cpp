#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <thread>

#include "mcp/client.hpp"
#include "mcp/in_process_transport.hpp"
#include "mcp/serve_stdio.hpp"
#include "mcp/tool_error.hpp"
#include "wire/file_descriptor.hpp"
#include "wire/lines.hpp"

namespace recoupe::mcp {
namespace {

using core::Json;

ServedTool tool_that(std::string name, ToolHandler handler) {
  Tool tool;
  tool.name = std::move(name);
  tool.description = "A tool.";
  tool.input_schema = *Json::parse(
      R"({"type":"object","properties":{"text":{"type":"string"}},"required":[],"additionalProperties":false})");
  return {std::move(tool), std::move(handler)};
}

core::Result<ToolResult> echo(const Json& arguments, const CallContext& context) {
  context.progress({.done = 1, .total = 2, .message = "half"});
  return structured_result(Json::object({{"said", arguments.text("text")}}));
}

core::Result<ToolResult> refuse(const Json&, const CallContext&) {
  core::Error error;
  error.code = core::Code::statement_refused;
  error.origin = core::Origin::user;
  error.stage = "sources/postgres";
  error.message = {"no", "non"};
  error.remedy = {"ask better", "demandez mieux"};
  error.candidates = {"a"};
  return core::fail(std::move(error));
}

core::Result<ToolResult> wait_for_cancel(const Json&, const CallContext& context) {
  while (!context.cancel.requested()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return structured_result(Json::object({{"cancelled", true}}));
}

std::shared_ptr<const Server> some_server() {
  auto server = std::make_shared<Server>();
  server->self = {"some", "1"};
  server->instructions = "Use it.";
  server->tools = {tool_that("echo", echo), tool_that("refuse", refuse), tool_that("wait", wait_for_cancel)};
  return server;
}

std::unique_ptr<Client> connected(std::shared_ptr<const Server> server) {
  auto client = Client::connect(make_in_process_transport("some", std::move(server)), {.server = "some"});
  REQUIRE(client.has_value());
  return *std::move(client);
}

/// Sends lines to a stdio server that then sees the end of its input, and gives the lines it answers.
std::vector<Json> answers_to(const std::vector<std::string>& lines) {
  auto in = wire::make_pipe();
  auto out = wire::make_pipe();
  REQUIRE((in.has_value() && out.has_value()));
  for (const std::string& line : lines) {
    bool begun = false;
    REQUIRE(wire::write_line(in->write.get(), line, wire::Deadline::in_ms(1000), {}, begun).has_value());
  }
  in->write.close();
  serve_stdio(*some_server(), in->read.get(), out->write.get());
  out->write.close();
  std::vector<Json> answers;
  wire::LineReader reader(out->read.get());
  while (auto line = reader.next(wire::Deadline::in_ms(1000), {})) answers.push_back(*Json::parse(*line));
  return answers;
}

const Json& member(const Json& json, std::initializer_list<std::string_view> path) {
  const Json* at = &json;
  for (const std::string_view key : path) {
    at = at->find(key);
    REQUIRE(at != nullptr);
  }
  return *at;
}

}  // namespace

TEST_CASE("client_and_server_in_one_process_agree_on_the_modern_era") {
  const auto client = connected(some_server());
  CHECK(client->protocol_version() == "2026-07-28");
  CHECK(client->server_info().name == "some");
  CHECK(client->instructions() == "Use it.");
  const auto tools = client->list_tools();
  REQUIRE(tools.has_value());
  CHECK(tools->size() == 3);
}

TEST_CASE("a_call_gives_its_structured_result_and_its_progress") {
  const auto client = connected(some_server());
  std::vector<Progress> heard;
  CallOptions options;
  options.on_progress = [&heard](const Progress& progress) { heard.push_back(progress); };
  const auto result = client->call_tool("echo", Json::object({{"text", "é"}}), options);
  REQUIRE(result.has_value());
  CHECK(!result->is_error);
  CHECK(result->structured.text("said") == "é");
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].message == "half");
  CHECK(heard[0].total == 2.0);
}

TEST_CASE("an_error_of_a_handler_comes_out_the_same_at_the_client") {
  const auto client = connected(some_server());
  const auto result = client->call_tool("refuse", Json::object());
  REQUIRE(result.has_value());
  REQUIRE(result->is_error);
  const core::Error error = error_in(*result, "some", "refuse");
  CHECK(error.code == core::Code::statement_refused);
  CHECK(error.origin == core::Origin::user);
  CHECK(error.stage == "sources/postgres");
  CHECK(error.message.fr == "non");
  CHECK(error.remedy.en == "ask better");
  CHECK(error.candidates == std::vector<std::string>{"a"});
}

TEST_CASE("words_of_a_foreign_error_are_kept_and_cleaned") {
  ToolResult result{.is_error = true, .content = {}, .structured = {}};
  result.content = Json::array({Json::object({{"type", "text"}, {"text", "bad \x1b[31mpostgres://u:hunter22@h/d"}})});
  const core::Error error = error_in(result, "theirs", "query");
  CHECK(error.code == core::Code::server_error);
  CHECK(error.message.en.find("theirs") != std::string::npos);
  CHECK(error.message.en.find("bad") != std::string::npos);
  CHECK(error.message.en.find("hunter22") == std::string::npos);
  CHECK(error.message.en.find('\x1b') == std::string::npos);
}

TEST_CASE("unknown_and_missing_arguments_are_refused_before_the_handler") {
  auto server = std::make_shared<Server>(*some_server());
  server->tools[0].tool.input_schema.set("required", Json::array({"text"}));
  const auto client = connected(server);
  const auto missing = client->call_tool("echo", Json::object());
  REQUIRE(missing.has_value());
  CHECK(error_in(*missing, "some", "echo").code == core::Code::usage);
  const auto unknown = client->call_tool("echo", Json::object({{"text", "a"}, {"sql", "b"}}));
  REQUIRE(unknown.has_value());
  CHECK(error_in(*unknown, "some", "echo").message.en.find("sql") != std::string::npos);
}

TEST_CASE("an_unknown_tool_is_a_protocol_error") {
  const auto client = connected(some_server());
  const auto result = client->call_tool("drop", Json::object());
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::server_error);
}

TEST_CASE("a_cancelled_call_ends_at_both_ends") {
  const auto client = connected(some_server());
  CallOptions options;
  std::thread canceller([cancel = options.cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    cancel.request();
  });
  const auto result = client->call_tool("wait", Json::object(), options);
  canceller.join();
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::interrupted);
  CHECK(client->call_tool("echo", Json::object()).has_value());
}

TEST_CASE("a_call_that_takes_too_long_times_out_and_closing_ends_it") {
  auto client = connected(some_server());
  const auto result = client->call_tool("wait", Json::object(), {.timeout_ms = 50, .cancel = {}, .on_progress = {}});
  REQUIRE(!result.has_value());
  CHECK(result.error().code == core::Code::timeout);
  client->close();
  CHECK(client->call_tool("echo", Json::object()).error().code == core::Code::server_exited);
}

TEST_CASE("several_calls_run_at_once") {
  const auto client = connected(some_server());
  CallOptions options;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back([&client, &options] { (void)client->call_tool("wait", Json::object(), options); });
  }
  CHECK(client->call_tool("echo", Json::object()).has_value());
  options.cancel.request();
  for (std::thread& thread : waiting) thread.join();
}

TEST_CASE("a_long_list_of_tools_comes_in_pages") {
  auto server = std::make_shared<Server>();
  for (int i = 0; i < 250; ++i) server->tools.push_back(tool_that("t" + std::to_string(i), echo));
  const auto tools = connected(server)->list_tools();
  REQUIRE(tools.has_value());
  CHECK(tools->size() == 250);
  CHECK(tools->back().name == "t249");
}

TEST_CASE("a_legacy_client_is_answered_in_its_own_version") {
  for (const std::string version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    const auto answers = answers_to(
        {R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + version +
             R"(","capabilities":{},"clientInfo":{"name":"c","version":"1"}}})",
         R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
         R"({"jsonrpc":"2.0","id":2,"method":"ping"})",
         R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hi"}}})"});
    REQUIRE(answers.size() == 3);
    CHECK(member(answers[0], {"result", "protocolVersion"}) == Json(version));
    CHECK(member(answers[0], {"result", "serverInfo", "name"}) == Json("some"));
    CHECK(member(answers[1], {"result"}) == Json::object());
    CHECK(member(answers[2], {"result", "structuredContent", "said"}) == Json("hi"));
    CHECK((*member(answers[2], {"result", "content"}).if_array())[0].text("text") == R"({"said":"hi"})");
    CHECK(member(answers[2], {"result"}).find("resultType") == nullptr);
  }
}

TEST_CASE("an_unknown_version_is_answered_with_the_newest_legacy_one") {
  const auto answers = answers_to({R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01"}})"});
  REQUIRE(answers.size() == 1);
  CHECK(member(answers[0], {"result", "protocolVersion"}) == Json("2025-11-25"));
}

TEST_CASE("a_modern_request_must_say_its_version_and_capabilities") {
  const auto answers = answers_to(
      {R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})",
       R"({"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})",
       R"({"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01","io.modelcontextprotocol/clientCapabilities":{}}}})",
       R"({"jsonrpc":"2.0","id":4,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})",
       R"({"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})"});
  REQUIRE(answers.size() == 5);
  CHECK(member(answers[0], {"error", "code"}) == Json(-32602));
  CHECK(member(answers[1], {"error", "code"}) == Json(-32602));
  CHECK(member(answers[2], {"error", "code"}) == Json(-32022));
  CHECK(member(answers[2], {"error", "data", "requested"}) == Json("2099-01-01"));
  CHECK(member(answers[3], {"result", "supportedVersions"}) == Json::array({"2026-07-28"}));
  CHECK(member(answers[3], {"result", "resultType"}) == Json("complete"));
  CHECK(member(answers[4], {"result", "_meta", "io.modelcontextprotocol/serverInfo", "name"}) == Json("some"));
}

TEST_CASE("what_is_no_message_is_refused_and_the_server_lives_on") {
  std::string deep(20'000, '[');
  const auto answers = answers_to({"{", "[]", R"({"id":1})", deep, R"({"jsonrpc":"2.0","id":1,"method":"nothing"})",
                                   R"([{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","id":3,"method":"ping"}])"});
  REQUIRE(answers.size() == 7);
  CHECK(member(answers[0], {"error", "code"}) == Json(-32700));
  CHECK(member(answers[1], {"error", "code"}) == Json(-32600));
  CHECK(member(answers[2], {"error", "code"}) == Json(-32600));
  CHECK(member(answers[3], {"error", "code"}) == Json(-32700));
  CHECK(member(answers[4], {"error", "code"}) == Json(-32602));
  CHECK(member(answers[5], {"result"}) == Json::object());
  CHECK(member(answers[6], {"id"}) == Json(3));
}

TEST_CASE("a_call_that_runs_when_the_client_leaves_is_cancelled") {
  const auto begin = std::chrono::steady_clock::now();
  const auto answers = answers_to(
      {R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})",
       R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"wait"}})"});
  CHECK(answers.size() == 1);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
}

}  // namespace recoupe::mcp
