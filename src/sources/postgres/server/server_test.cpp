#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "mcp/client.hpp"
#include "mcp/in_process_transport.hpp"
#include "mcp/tool_error.hpp"
#include "sources/postgres/server/server.hpp"
#include "sources/postgres/test_database.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

std::unique_ptr<mcp::Client> client_of(const std::string& uri, const SessionLimits& limits = {}) {
  auto client = mcp::Client::connect(
      mcp::make_in_process_transport({.server = "postgres", .make = [uri, limits] { return make_server(uri, {}, limits); }}),
      {.server = "postgres"});
  REQUIRE(client.has_value());
  return *std::move(client);
}

mcp::ToolResult call(mcp::Client& client, const std::string& tool, const Json& arguments) {
  auto result = client.call_tool(tool, arguments);
  REQUIRE(result.has_value());
  return *std::move(result);
}

core::Error error_of(mcp::Client& client, const std::string& tool, const Json& arguments) {
  const auto result = call(client, tool, arguments);
  REQUIRE(result.is_error);
  return mcp::error_in(result, "postgres", tool);
}

Json query(mcp::Client& client, const std::string& sql, const Json& parameters = Json::array()) {
  const auto result = call(client, "query", Json::object({{"sql", sql}, {"parameters", parameters}}));
  CAPTURE(result.structured.dump());
  REQUIRE(!result.is_error);
  return result.structured;
}

}  // namespace

TEST_CASE("a_query_gives_text_values_in_pages_from_one_snapshot") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  database.run("CREATE TABLE t AS SELECT i AS id, 'n' || i AS name FROM generate_series(1, 100) i");
  const auto client = client_of(uri);
  const auto first = call(*client, "query", Json::object({{"sql", "SELECT id, name FROM " + database.schema + ".t ORDER BY id"},
                                                          {"page_rows", 60},
                                                          {"population", database.schema + ".t"}}));
  REQUIRE(!first.is_error);
  CHECK(first.structured.find("rows")->if_array()->size() == 60);
  CHECK(first.structured.boolean("complete", true) == false);
  CHECK(first.structured.integer("population") == 100);
  database.run("DELETE FROM t");
  const auto second = call(*client, "next_page", Json::object({{"cursor", first.structured.text("cursor")}}));
  REQUIRE(!second.is_error);
  CHECK(second.structured.find("rows")->if_array()->size() == 40);
  CHECK(second.structured.boolean("complete"));
  CHECK(second.structured.find("cursor") == nullptr);
  CHECK(error_of(*client, "next_page", Json::object({{"cursor", first.structured.text("cursor")}})).code == core::Code::usage);
}

TEST_CASE("a_closed_query_leaves_no_open_transaction") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  database.run("CREATE TABLE t AS SELECT i FROM generate_series(1, 100) i");
  auto client = client_of(uri);
  const auto page = call(*client, "query", Json::object({{"sql", "SELECT i FROM " + database.schema + ".t"}, {"page_rows", 1}}));
  const std::string open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'recoupe' AND state = 'idle in transaction'";
  CHECK(database.value(open) != "0");
  CHECK(call(*client, "close", Json::object({{"cursor", page.structured.text("cursor")}})).structured.boolean("closed"));
  CHECK(database.value(open) == "0");
  client.reset();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(database.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'recoupe'") == "0");
}

TEST_CASE("parameters_are_data_and_never_sql") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  database.run("CREATE TABLE t (a text); INSERT INTO t VALUES ('x'' OR 1=1 --'), ('y')");
  const auto client = client_of(uri);
  const Json page = query(*client, "SELECT a FROM " + database.schema + ".t WHERE a = ANY($1::text[])",
                          Json::array({Json::array({"x' OR 1=1 --", "\"},{"})}));
  CHECK(page.find("rows")->if_array()->size() == 1);
}

TEST_CASE("attacks_are_refused_through_every_tool_and_change_nothing") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  const std::string table = database.schema + ".t";
  database.run("CREATE TABLE t (a text); INSERT INTO t VALUES ('x')");
  const auto client = client_of(uri);
  const std::string attack = "/*x*/ COMMIT; BEGIN READ WRITE; INSERT INTO " + table + " VALUES ('pwned')";
  for (const std::string& sql :
       {attack, std::string("COMMIT"), std::string("SET TRANSACTION READ WRITE"), std::string("RESET ALL"),
        std::string("SET ROLE postgres"), std::string("SELECT set_config('transaction_read_only', 'off', false)"),
        std::string("SELECT pg_advisory_lock(1)"), "SELECT a FROM " + table + "; COMMIT",
        std::string("SELECT query_to_xml('DELETE FROM t', true, true, '')")}) {
    CAPTURE(sql);
    const core::Code code = error_of(*client, "query", Json::object({{"sql", sql}})).code;
    CHECK((code == core::Code::statement_refused || code == core::Code::write_refused));
  }
  const Json evil_table = Json(database.schema + ".\"t\"\"; DROP TABLE t; --\"");
  CHECK(error_of(*client, "count", Json::object({{"table", evil_table}})).code == core::Code::unknown_name);
  CHECK(error_of(*client, "sample", Json::object({{"table", evil_table}, {"columns", Json::array({"a"})}})).code == core::Code::unknown_name);
  CHECK(error_of(*client, "sample", Json::object({{"table", table}, {"columns", Json::array({"a\"; DROP TABLE t; --"})}})).code ==
        core::Code::unknown_name);
  CHECK(error_of(*client, "query", Json::object({{"sql", "SELECT 1"}, {"population", "pg_catalog.pg_authid"}})).code ==
        core::Code::statement_refused);
  CHECK(!call(*client, "describe_tables", Json::object({{"tables", Json::array({evil_table})}})).is_error);
  CHECK(error_of(*client, "next_page", Json::object({{"cursor", attack}})).code == core::Code::usage);
  CHECK(database.value("SELECT string_agg(a, ',') FROM t") == "x");
  CHECK(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

TEST_CASE("views_functions_of_rows_and_types_that_run_code_are_refused") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  const std::string& schema = database.schema;
  database.run("CREATE TABLE t (a text); INSERT INTO t VALUES ('x')");
  database.run("CREATE VIEW good AS SELECT upper(a) AS b FROM t");
  database.run("CREATE VIEW bad AS SELECT pg_sleep(5)::text AS b FROM t");
  database.run("CREATE VIEW worse AS SELECT * FROM bad");
  database.run("CREATE FUNCTION sneaky(t) RETURNS int LANGUAGE sql AS 'SELECT 1'");
  database.run("CREATE DOMAIN d AS text CHECK (length(VALUE) < 9)");
  const auto client = client_of(uri);
  CHECK(query(*client, "SELECT b FROM " + schema + ".good").find("rows")->if_array()->size() == 1);
  for (const std::string& sql : {"SELECT 1 FROM " + schema + ".bad", "SELECT 1 FROM " + schema + ".worse",
                                 "SELECT t.sneaky FROM " + schema + ".t", "SELECT 'a'::" + schema + ".d"}) {
    CAPTURE(sql);
    CHECK(error_of(*client, "query", Json::object({{"sql", sql}})).code == core::Code::statement_refused);
  }
}

TEST_CASE("a_statement_that_takes_too_long_is_ended_on_the_server") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  SessionLimits limits;
  limits.statement_timeout_ms = 300;
  const auto client = client_of(uri, limits);
  const char* endless = "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";
  CHECK(error_of(*client, "query", Json::object({{"sql", endless}})).code == core::Code::timeout);
  const auto patient = client_of(uri);
  const auto given_up = patient->call_tool("query", Json::object({{"sql", endless}}), {.timeout_ms = 300});
  REQUIRE(!given_up.has_value());
  CHECK(given_up.error().code == core::Code::timeout);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(database.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'recoupe' AND state = 'active'") == "0");
}

TEST_CASE("a_wrong_password_and_an_absent_server_are_told_apart_quickly_without_the_password") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  const std::string role = database.schema + "_role";
  database.run("CREATE ROLE " + role + " LOGIN PASSWORD 'right'");
  const std::string at = uri.substr(uri.rfind('@') == std::string::npos ? uri.find("://") + 3 : uri.rfind('@') + 1);
  const auto begin = std::chrono::steady_clock::now();
  const auto refused = error_of(*client_of("postgresql://" + role + ":hunter2secret@" + at), "list_tables", Json::object());
  // A server that trusts everybody lets any password in.
  if (database.value("SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256'") != "0") {
    CHECK(refused.code == core::Code::authentication);
    CHECK(core::exit_code_of(refused.code) == 4);
  }
  const auto absent = error_of(*client_of("postgresql://u:hunter2secret@127.0.0.1:1/d"), "list_tables", Json::object());
  CHECK(absent.code == core::Code::unreachable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
  for (const core::Error& error : {refused, absent}) {
    CHECK((error.message.en + error.message.fr + error.remedy.en + error.remedy.fr).find("hunter2secret") == std::string::npos);
  }
  database.run("DROP ROLE " + role);
}

TEST_CASE("a_uri_that_could_spill_its_password_is_refused_without_quoting_it") {
  for (const char* uri : {"postgresql://u:hunter2@secret@h/d", "postgresql://u:hunter2/secret@h/d", "postgresql://u:12/secret@h/d",
                          "postgresql://u:hunter2secret@[bad", "postgresql://u:hunter2%secret@h/d"}) {
    CAPTURE(std::string(uri));
    const auto broken = make_server(uri, {});
    REQUIRE(!broken.has_value());
    CHECK(broken.error().code == core::Code::invalid_config);
    const std::string said = broken.error().message.en + broken.error().message.fr + broken.error().remedy.en;
    CHECK(said.find("hunter2") == std::string::npos);
    CHECK(said.find("secret") == std::string::npos);
  }
  for (const char* uri : {"postgresql://u:p%40ss@h:5432/d", "postgresql://h1:1,h2:2/d", "postgresql:///d?host=/tmp", "postgresql://[::1]/d",
                          "postgresql://[::1]:5432/d", "postgresql://h:5432", "postgresql://h:5432?dbname=d", "host=h password=a@b", ""}) {
    CAPTURE(std::string(uri));
    CHECK(make_server(uri, {}).has_value());
  }
}

TEST_CASE("more_open_queries_than_the_limit_are_refused") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  database.run("CREATE TABLE t AS SELECT i FROM generate_series(1, 10) i");
  const auto client = client_of(uri);
  const Json arguments = Json::object({{"sql", "SELECT i FROM " + database.schema + ".t"}, {"page_rows", 1}});
  for (int i = 0; i < 16; ++i) REQUIRE(!call(*client, "query", arguments).is_error);
  CHECK(error_of(*client, "query", arguments).code == core::Code::budget_reached);
}

TEST_CASE("a_role_that_can_write_is_named_with_each_privilege") {
  const std::string uri = uri_or_skip();
  if (uri.empty()) return;
  TestDatabase database(uri);
  if (database.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") != "t") return;
  database.run("CREATE TABLE t (a text)");
  const auto client = client_of(uri);
  const Json powerful = call(*client, "check_role", Json::object()).structured;
  CHECK(powerful.boolean("safe", true) == false);
  const std::string said = powerful.dump();
  for (const char* name : {"superuser", "server_access", "write_tables", "create_in_schemas"}) {
    CHECK(said.find(name) != std::string::npos);
  }
  CHECK(powerful.text("grants").find("GRANT SELECT ON ALL TABLES IN SCHEMA " + database.schema + " TO") != std::string::npos);
}

}  // namespace recoupe::sources::postgres
