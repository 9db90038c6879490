#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "mcp/client.hpp"
#include "mcp/eras.hpp"
#include "mcp/http_transport.hpp"
#include "mcp/serve_http.hpp"
#include "mcp/served_sessions.hpp"
#include "wire/http_client.hpp"

namespace recoupe::mcp {
namespace {

using core::Json;

constexpr const char* token = "a-token-of-the-tests";

/// What the servers of one service did.
struct Witness {
  std::atomic<int> servers = 0;
  std::atomic<int> cancelled = 0;
};

core::Result<std::shared_ptr<const Server>> make_server(const std::shared_ptr<Witness>& witness) {
  auto server = std::make_shared<Server>();
  server->self = {"served", "1"};
  const int number = ++witness->servers;
  const auto add = [&](std::string name, std::string_view properties, ToolHandler handler) {
    Tool tool;
    tool.name = std::move(name);
    tool.input_schema = *Json::parse(R"({"type":"object","properties":)" + std::string(properties) + "}");
    server->tools.push_back({std::move(tool), std::move(handler)});
  };
  add("which", R"({"region":{"type":"string","x-mcp-header":"Region"},"count":{"type":"integer","x-mcp-header":"Count"}})",
      [number](const Json&, const CallContext&) { return structured_result(Json::object({{"server", number}})); });
  add("steps", "{}", [](const Json&, const CallContext& context) {
    for (int i = 1; i <= 3; ++i) context.progress({.done = static_cast<double>(i)});
    return structured_result(Json::object({{"done", true}}));
  });
  add("wait", "{}", [witness](const Json&, const CallContext& context) {
    while (!context.cancel.requested()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ++witness->cancelled;
    return structured_result(Json::object());
  });
  return server;
}

class Service {
 public:
  explicit Service(HttpServing serving = {}) {
    serving.token = token;
    auto listening = HttpService::listen([witness = witness] { return make_server(witness); }, std::move(serving));
    REQUIRE(listening.has_value());
    service_ = *std::move(listening);
    thread_ = std::thread([this] { service_->serve(cancel_); });
  }
  ~Service() {
    cancel_.request();
    thread_.join();
  }

  std::unique_ptr<Client> connected() {
    auto client = Client::connect(make_http_transport({.server = "own", .url = service_->url(), .headers = {{"Authorization", std::string("Bearer ") + token}}}),
                                  {.server = "own"});
    REQUIRE_MESSAGE(client.has_value(), (client ? "" : client.error().message.en));
    return *std::move(client);
  }

  struct Answer final : wire::HttpReader {
    int status = 0;
    wire::HttpHeaders headers;
    std::string body;
    void on_head(const wire::HttpHead& head) override {
      status = head.status;
      headers = head.headers;
    }
    bool on_body(std::string_view bytes) override {
      body.append(bytes);
      return true;
    }
    [[nodiscard]] Json json() const { return Json::parse(body).value_or(Json()); }
    [[nodiscard]] std::string session() const {
      const std::string* handle = wire::find_header(headers, header::session);
      return handle ? *handle : "";
    }
    [[nodiscard]] std::int64_t code() const {
      const Json whole = json();
      const Json* error = whole.find("error");
      return error ? error->integer("code") : 0;
    }
  };
  Answer ask(const std::string& method, const std::string& body, wire::HttpHeaders headers = {}, bool with_token = true) {
    wire::HttpHeaders all = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
    if (with_token) all.emplace_back("Authorization", std::string("Bearer ") + token);
    for (auto& [name, value] : headers) wire::set_header(all, name, value);
    Answer answer;
    wire::HttpClient client;
    CHECK(client.exchange({.method = method, .url = service_->url(), .headers = all, .body = body}, wire::Deadline::in_ms(5'000), {}, answer).has_value());
    return answer;
  }
  Answer open(const std::string& version = "2025-11-25") {
    return ask("POST", R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + version + "\"}}");
  }

  std::shared_ptr<Witness> witness = std::make_shared<Witness>();

 private:
  core::Cancel cancel_;
  std::unique_ptr<HttpService> service_;
  std::thread thread_;
};

std::string modern(const std::string& method, const std::string& more = "") {
  return R"({"jsonrpc":"2.0","id":1,"method":")" + method +
         R"(","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})" + more + "}}";
}
wire::HttpHeaders fields(const std::string& method, const std::string& name = "") {
  wire::HttpHeaders all = {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
  if (!name.empty()) all.emplace_back("Mcp-Name", name);
  return all;
}
const std::string list = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";

}  // namespace

TEST_CASE("our_client_speaks_with_our_server_over_http_in_the_modern_era") {
  Service service;
  const auto client = service.connected();
  CHECK(client->protocol_version() == "2026-07-28");
  CHECK(client->server_info().name == "served");
  CHECK(client->list_tools()->size() == 3);
  const auto result = client->call_tool("which", *Json::parse(R"({"region":"Île","count":4})"));
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message.en));
  CHECK(result->structured.integer("server") == 1);
  int heard = 0;
  CallOptions options;
  options.on_progress = [&](const Progress&) { ++heard; };
  CHECK(client->call_tool("steps", {}, options)->structured.boolean("done"));
  CHECK(heard == 3);
}

TEST_CASE("a_call_whose_client_leaves_is_cancelled") {
  Service service;
  const auto client = service.connected();
  CHECK(!client->call_tool("wait", {}, {.timeout_ms = 100, .cancel = {}, .on_progress = {}}));
  for (int i = 0; i < 100 && service.witness->cancelled == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(service.witness->cancelled == 1);
}

TEST_CASE("legacy_sessions_have_servers_of_their_own_and_end_when_told") {
  Service service;
  std::set<std::int64_t> servers;
  for (const char* version : {"2025-03-26", "2025-06-18", "2025-11-25"}) {
    const auto opened = service.open(version);
    CHECK(opened.status == 200);
    CHECK(opened.json().find("result")->text("protocolVersion") == version);
    REQUIRE(opened.session().size() == 64);
    const wire::HttpHeaders in_session = {{"Mcp-Session-Id", opened.session()}, {"MCP-Protocol-Version", version}};
    CHECK(service.ask("POST", R"({"jsonrpc":"2.0","method":"notifications/initialized"})", in_session).status == 202);
    const auto which = service.ask("POST", R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"which"}})", in_session);
    CHECK(which.status == 200);
    servers.insert(which.json().find("result")->find("structuredContent")->integer("server"));
    CHECK(service.ask("DELETE", "", in_session).status == 204);
    CHECK(service.ask("POST", list, in_session).status == 404);
    CHECK(service.ask("DELETE", "", in_session).status == 404);
  }
  CHECK(servers.size() == 3);
}

TEST_CASE("a_session_that_was_never_opened_or_for_another_version_is_refused") {
  Service service;
  CHECK(service.ask("POST", list, {{"Mcp-Session-Id", std::string(64, 'a')}}).status == 404);
  CHECK(service.ask("POST", list, {{"Mcp-Session-Id", service.open().session()}, {"MCP-Protocol-Version", "2025-03-26"}}).status == 400);
  const auto outside = service.ask("POST", list);
  CHECK(outside.status == 400);
  CHECK(outside.code() == -32602);
}

TEST_CASE("sessions_are_bounded_in_number") {
  Service service;
  for (std::size_t i = 0; i < sessions_max; ++i) CHECK(service.open().status == 200);
  CHECK(service.open().status == 503);
}

TEST_CASE("progress_makes_the_answer_a_stream_for_who_reads_streams") {
  Service service;
  const std::string call = modern("tools/call", R"(,"name":"steps")");
  const std::string with_token = R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":"t",
    "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})";
  const auto plain = service.ask("POST", call, fields("tools/call", "steps"));
  CHECK(*wire::find_header(plain.headers, "Content-Type") == "application/json");
  const auto stream = service.ask("POST", with_token, fields("tools/call", "steps"));
  CHECK(*wire::find_header(stream.headers, "Content-Type") == "text/event-stream");
  CHECK(stream.body.find("notifications/progress") != std::string::npos);
  CHECK(stream.body.find("\"result\"") != std::string::npos);
  auto no_stream = fields("tools/call", "steps");
  no_stream.emplace_back("Accept", "application/json");
  CHECK(service.ask("POST", with_token, no_stream).json().find("result") != nullptr);
}

TEST_CASE("a_modern_request_must_say_in_its_fields_what_its_body_says") {
  Service service;
  const std::string call = modern("tools/call", R"(,"name":"which","arguments":{"region":"a","count":42})");
  wire::HttpHeaders right = fields("tools/call", "which");
  right.emplace_back("Mcp-Param-Region", "a");
  right.emplace_back("Mcp-Param-Count", "42.0");
  CHECK(service.ask("POST", call, right).status == 200);
  for (const auto& [name, value] : wire::HttpHeaders{{"MCP-Protocol-Version", "2025-11-25"}, {"Mcp-Method", "tools/list"}, {"Mcp-Name", "other"},
                                                     {"Mcp-Param-Region", "b"}, {"Mcp-Param-Count", "43"}}) {
    auto wrong = right;
    wire::set_header(wrong, name, value);
    const auto refused = service.ask("POST", call, wrong);
    CHECK_MESSAGE(refused.status == 400, name);
    CHECK_MESSAGE(refused.code() == -32020, name);
    std::erase_if(wrong, [&](const auto& field) { return field.first == name; });
    CHECK_MESSAGE(service.ask("POST", call, wrong).code() == -32020, name);
  }
}

TEST_CASE("modern_refusals_have_statuses_of_their_own") {
  Service service;
  CHECK(service.ask("POST", modern("prompts/list"), fields("prompts/list")).status == 404);
  const std::string future = R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01","io.modelcontextprotocol/clientCapabilities":{}}}})";
  const auto unsupported = service.ask("POST", future, {{"MCP-Protocol-Version", "2099-01-01"}, {"Mcp-Method", "tools/list"}});
  CHECK(unsupported.status == 400);
  CHECK(unsupported.code() == -32022);
  const auto meta = service.ask("POST", R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})", fields("tools/list"));
  CHECK(meta.status == 400);
  CHECK(meta.code() == -32602);
}

TEST_CASE("what_is_no_message_is_refused") {
  Service service;
  CHECK(service.ask("POST", "{").status == 400);
  CHECK(service.ask("POST", std::string(20'000, '[')).code() == -32700);
  CHECK(service.ask("POST", R"({"id":1})").code() == -32600);
  CHECK(service.ask("POST", list, {{"Content-Type", "text/plain"}}).status == 415);
  CHECK(service.ask("POST", list, {{"Accept", "text/html"}}).status == 406);
  CHECK(service.ask("GET", "").status == 405);
  CHECK(service.ask("PUT", "").status == 405);
  CHECK(service.ask("POST", "[" + list + "]").status == 400);
}

TEST_CASE("a_batch_is_answered_where_its_revision_has_them") {
  Service service;
  const wire::HttpHeaders in_session = {{"Mcp-Session-Id", service.open("2025-03-26").session()}};
  const auto answered = service.ask("POST", "[" + list + R"(,{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":"p","method":"ping"}])", in_session);
  CHECK(answered.status == 200);
  const Json all = answered.json();
  REQUIRE(all.if_array());
  REQUIRE(all.if_array()->size() == 2);
  CHECK((*all.if_array())[1].text("id") == "p");
  CHECK(service.ask("POST", "[" + list + "]", {{"Mcp-Session-Id", service.open("2025-11-25").session()}}).status == 400);
}

TEST_CASE("nobody_comes_in_from_another_page_under_another_name_or_without_the_token") {
  Service service;
  CHECK(service.ask("POST", list, {}, false).status == 401);
  CHECK(service.ask("POST", list, {{"Authorization", "Bearer wrong-token-of-tests"}}).status == 401);
  CHECK(service.ask("POST", list, {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(service.ask("POST", list, {{"Origin", "null"}}).status == 403);
  CHECK(service.ask("POST", list, {{"Host", "evil.example"}}).status == 403);
  CHECK(service.witness->servers == 1);
}

TEST_CASE("a_service_for_others_must_be_asked_for_and_needs_a_long_token") {
  const auto make = [witness = std::make_shared<Witness>()] { return make_server(witness); };
  CHECK(HttpService::listen(make, {.host = "0.0.0.0", .token = token}).error().code == core::Code::usage);
  CHECK(HttpService::listen(make, {.token = "short"}).error().code == core::Code::usage);
  CHECK(HttpService::listen(make, {.host = "0.0.0.0", .token = token, .allow_remote = true}).has_value());
}

}  // namespace recoupe::mcp
