#include "execute/execute.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "evidence/verify.hpp"
#include "mcp/in_process_transport.hpp"

using namespace recoupe;
using core::Json;

namespace {

/// A server with one tool that answers what a test says, and remembers what it was asked.
struct FakeServer {
  std::vector<Json> asked;
  std::function<core::Result<mcp::ToolResult>(const Json&)> answer;

  std::unique_ptr<mcp::Client> connect() {
    auto server = std::make_shared<mcp::Server>();
    server->self = {"fake", "1"};
    mcp::Tool tool;
    tool.name = "read";
    tool.input_schema = *Json::parse(R"({"type":"object"})");
    server->tools.push_back({tool, [this](const Json& arguments, const mcp::CallContext&) {
                               asked.push_back(arguments);
                               return answer(arguments);
                             }});
    auto client = mcp::Client::connect(mcp::make_in_process_transport("fake", server), {.server = "fake"});
    REQUIRE(client.has_value());
    return *std::move(client);
  }
};

mcp::ToolResult page(int first, int count, const char* next) {
  Json ids = Json::array();
  for (int i = 0; i < count; ++i) ids.push(first + i);
  Json reply = Json::object({{"ids", ids}, {"complete", next == nullptr}});
  if (next) reply.set("next", next);
  return mcp::structured_result(reply);
}

struct FakeCompiler : calls::Compiler {
  bool pays = true;
  bool exact = true;
  bool gated = false;

  core::Result<calls::CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) override {
    calls::CompiledFetch compiled;
    compiled.call = {fetch.server, "read", Json::object(), "read where secret = 'x'", "read where secret = ?"};
    compiled.pushed.keys = keys != nullptr;
    compiled.pushed.keys_exact = exact;
    if (keys) compiled.call.arguments.set("keys", static_cast<std::int64_t>(keys->size()));
    return compiled;
  }
  std::optional<calls::ToolCall> next_page(const calls::ToolCall& call, const Json& reply) override {
    if (reply.text("next").empty()) return std::nullopt;
    calls::ToolCall next = call;
    next.arguments = Json::object({{"next", reply.text("next")}});
    return next;
  }
  core::Status gate(const calls::ToolCall&) override {
    if (!gated) return {};
    return core::fail({.code = core::Code::statement_refused,
                       .origin = core::Origin::internal,
                       .stage = "calls",
                       .message = {"no", "non"},
                       .remedy = {}});
  }
  bool keys_pay(const physical::Fetch&, std::int64_t) override { return pays; }
};

struct FakeDecoder : rows::Decoder {
  core::Result<rows::Decoded> decode(const physical::Fetch&, const mcp::ToolResult& reply) override {
    rows::Decoded decoded;
    decoded.batch.columns.push_back(rows::make_column("id", core::Kind::int64));
    for (const Json& id : *reply.structured.find("ids")->if_array()) {
      RECOUPE_CHECK(decoded.batch.columns[0].append(core::Value(*id.as_int64())));
    }
    decoded.complete = reply.structured.boolean("complete");
    decoded.population = 100;
    decoded.snapshot = "s1";
    return decoded;
  }
};

struct FakeTables : execute::LocalTables {
  std::size_t rows = 0;
  std::size_t key_count = 0;

  core::Status create(const physical::Fetch&) override { return {}; }
  core::Status append(int, const rows::Batch& batch) override {
    rows += batch.row_count();
    return {};
  }
  core::Result<rows::Column> keys(const physical::Fetch&, std::int64_t, const core::Cancel&) override {
    rows::Column keys = rows::make_column("key", core::Kind::int64);
    for (std::size_t i = 0; i < key_count; ++i) RECOUPE_CHECK(keys.append(core::Value(static_cast<std::int64_t>(i))));
    return keys;
  }
};

struct Bench {
  std::filesystem::path store = std::filesystem::temp_directory_path() / evidence::new_run_id(core::Timestamp{0});
  catalog::Table table;
  FakeServer server;
  FakeCompiler compiler;
  FakeDecoder decoder;
  FakeTables tables;
  execute::Budgets budgets;
  core::Cancel cancel;
  execute::Executed executed;
  bool by_keys = false;
  bool connected = true;
  std::unique_ptr<evidence::Log> log;

  ~Bench() { std::filesystem::remove_all(store); }

  core::Status run() {
    table.schema = "public";
    table.name = "t";
    physical::Fetch fetch;
    fetch.server = "fake";
    fetch.table = &table;
    fetch.columns = {{{"id"}, core::Kind::int64, false}};
    if (by_keys) fetch.keys.emplace();
    const physical::PhysicalPlan plan{{{}, {}, core::TimeZone::of_host(), {}, {}, {}}, {fetch}};
    auto client = server.connect();
    execute::Connection connection{client.get(), &compiler, &decoder};
    auto opened = evidence::Log::create(store, "20261125T080000Z-00112233aabbccdd");
    REQUIRE(opened.has_value());
    log = *std::move(opened);
    const auto find = [&](const std::string&) { return connected ? &connection : nullptr; };
    return execute::run_fetches(plan, find, tables, *log, budgets, cancel, {}, executed);
  }

  std::string kinds() const {
    std::string kinds;
    const auto records = evidence::read_records(log->folder());
    REQUIRE(records.has_value());
    for (const auto& record : *records) {
      kinds += (kinds.empty() ? "" : " ") + record.kind;
      CHECK(record.body.dump().find("secret = 'x'") == std::string::npos);
    }
    return kinds;
  }
};

core::Error refused_login() {
  return {.code = core::Code::authentication,
          .origin = core::Origin::source,
          .stage = "sources/postgres",
          .message = {"wrong password", "mot de passe faux"},
          .remedy = {"check it", "vérifiez-le"}};
}

}  // namespace

TEST_CASE("pages_are_read_until_the_last_and_each_call_is_recorded_around") {
  Bench bench;
  bench.server.answer = [](const Json& arguments) {
    return arguments.find("next") ? page(2, 1, nullptr) : page(0, 2, "b");
  };
  REQUIRE(bench.run());
  CHECK(bench.tables.rows == 3);
  CHECK(bench.kinds() == "call_sent call_returned call_sent call_returned fetch_complete");
  REQUIRE(bench.executed.calls.size() == 2);
  CHECK(bench.executed.calls[0].status == "ok");
  CHECK(bench.executed.calls[0].rows == 2);
  REQUIRE(bench.executed.fetches.size() == 1);
  CHECK(bench.executed.fetches[0].source == "fake.public.t");
  CHECK(bench.executed.fetches[0].read == 3);
  CHECK(bench.executed.fetches[0].population == 100);
  CHECK(bench.executed.fetches[0].snapshot == "s1");
  CHECK_FALSE(bench.executed.fetches[0].by_keys);
}

TEST_CASE("what_a_tool_says_went_wrong_stops_the_run_with_its_own_code") {
  Bench bench;
  bench.server.answer = [](const Json&) -> core::Result<mcp::ToolResult> { return core::fail(refused_login()); };
  const core::Status status = bench.run();
  REQUIRE_FALSE(status);
  CHECK(status.error().code == core::Code::authentication);
  CHECK(status.error().message.fr == "mot de passe faux");
  CHECK(bench.kinds() == "call_sent call_failed");
  CHECK(bench.executed.calls[0].status == "failed");
  CHECK(bench.server.asked.size() == 1);
}

TEST_CASE("a_call_that_the_gate_refuses_never_leaves") {
  Bench bench;
  bench.compiler.gated = true;
  bench.server.answer = [](const Json&) { return page(0, 1, nullptr); };
  const core::Status status = bench.run();
  REQUIRE_FALSE(status);
  CHECK(status.error().code == core::Code::statement_refused);
  CHECK(bench.server.asked.empty());
  CHECK(bench.kinds() == "refused");
  CHECK(bench.executed.calls[0].status == "refused");
}

TEST_CASE("exact_keys_are_asked_in_several_calls_others_whole") {
  Bench bench;
  bench.by_keys = true;
  bench.tables.key_count = 4'500;
  bench.server.answer = [](const Json&) { return page(0, 1, nullptr); };
  REQUIRE(bench.run());
  REQUIRE(bench.server.asked.size() == 3);
  CHECK(bench.server.asked[0].integer("keys") == 2'000);
  CHECK(bench.server.asked[2].integer("keys") == 500);
  CHECK(bench.executed.fetches[0].by_keys);

  Bench weak;
  weak.by_keys = true;
  weak.tables.key_count = 4'500;
  weak.compiler.exact = false;
  weak.server.answer = bench.server.answer;
  REQUIRE(weak.run());
  REQUIRE(weak.server.asked.size() == 1);
  CHECK(weak.server.asked[0].find("keys") == nullptr);
  CHECK_FALSE(weak.executed.fetches[0].by_keys);
}

TEST_CASE("no_keys_ask_nothing_and_keys_that_do_not_pay_read_whole") {
  Bench none;
  none.by_keys = true;
  none.server.answer = [](const Json&) { return page(0, 1, nullptr); };
  REQUIRE(none.run());
  CHECK(none.server.asked.empty());
  CHECK(none.executed.fetches[0].by_keys);
  CHECK(none.kinds() == "fetch_complete");

  Bench dear;
  dear.by_keys = true;
  dear.tables.key_count = 10;
  dear.compiler.pays = false;
  dear.server.answer = none.server.answer;
  REQUIRE(dear.run());
  CHECK(dear.server.asked[0].find("keys") == nullptr);
}

TEST_CASE("a_budget_stops_the_run_and_is_named") {
  Bench bench;
  bench.budgets.rows_max = 3;
  bench.server.answer = [](const Json&) { return page(0, 2, "more"); };
  const core::Status status = bench.run();
  REQUIRE_FALSE(status);
  CHECK(status.error().code == core::Code::budget_reached);
  CHECK(status.error().message.fr == "La lecture de fake.public.t dépasse le budget rows = 3.");
  CHECK(bench.tables.rows == 2);

  Bench bytes;
  bytes.budgets.bytes_max = 10;
  bytes.server.answer = bench.server.answer;
  CHECK(bytes.run().error().code == core::Code::budget_reached);
  CHECK(bytes.tables.rows == 0);
}

TEST_CASE("a_part_never_passes_for_the_whole") {
  Bench bench;
  bench.server.answer = [](const Json&) { return page(0, 2, ""); };
  CHECK(bench.run().error().code == core::Code::server_protocol);

  Bench endless;
  endless.server.answer = [](const Json&) { return page(0, 0, "more"); };
  CHECK(endless.run().error().code == core::Code::server_protocol);
}

TEST_CASE("a_cancelled_run_sends_nothing_more") {
  Bench bench;
  bench.server.answer = [&bench](const Json&) {
    bench.cancel.request();
    return page(0, 1, "more");
  };
  const core::Status status = bench.run();
  REQUIRE_FALSE(status);
  CHECK(status.error().code == core::Code::interrupted);
  CHECK(bench.server.asked.size() == 1);
}

TEST_CASE("a_server_that_is_not_connected_is_named") {
  Bench bench;
  bench.connected = false;
  const core::Status status = bench.run();
  CHECK(status.error().code == core::Code::unreachable);
  CHECK(status.error().message.en.find("\"fake\"") != std::string::npos);
}
