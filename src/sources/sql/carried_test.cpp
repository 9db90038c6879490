#include "sources/sql/carried.hpp"

#include <doctest/doctest.h>

#include "sources/sql/carried_compiler.hpp"
#include "sources/sql/gate.hpp"
#include "sources/sql/self_contained.hpp"
#include "sources/sql/text_cell.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

PageForm form_with_key() {
  PageForm form;
  form.cells = {"\"id\"::text", "\"t\"::text"};
  form.source = " FROM \"s\".\"t\" WHERE \"t\" = $1::text";
  form.key_source = form.source + " AND ";
  form.key = {{"\"id\"", "integer", NativeKind::integer, core::Kind::int64}};
  form.population = "\"s\".\"t\"";
  form.parameters = Json::array({"it's"});
  return form;
}

}  // namespace

TEST_CASE("each_page_is_one_statement_that_the_gate_lets_through") {
  const PageForm keyed = form_with_key();
  PageForm keyless = form_with_key();
  keyless.key.clear();
  const PageStart first;
  const PageStart after{.after = {Json("41")}, .skipped = 5'000, .snapshot = {}};
  const PageStart skipping{.after = {}, .skipped = 5'000, .snapshot = "10:12:11"};
  for (const auto& [form, start] : {std::pair(keyed, first), {keyed, after}, {keyless, first}, {keyless, skipping}}) {
    Json parameters;
    const std::string sql = page_sql(form, start, parameters);
    CAPTURE(sql);
    const auto sent = self_contained(sql, parameters);
    REQUIRE(sent.has_value());
    CHECK(check_statement(*sent, Reach::carried).has_value());
    CHECK((sent->find("'41'") != std::string::npos) == !start.after.empty());
    CHECK((sent->find("'10:12:11'") != std::string::npos) == !start.snapshot.empty());
    CHECK((sent->find("'population'") != std::string::npos) == (start.skipped == 0));
  }
}

TEST_CASE("what_was_cut_or_changed_on_the_way_is_an_error") {
  CHECK(body_of("13 {\"rows\":[1]}", "s").error().code == core::Code::server_protocol);
  const auto whole = body_of("12 {\"rows\":[1]}", "s");
  REQUIRE(whole.has_value());
  CHECK(whole->find("rows") != nullptr);
  for (const char* text : {"", "12", "12 {\"rows\":[1]", "x {\"rows\":[1]}", "12 {\"rows\":[1)}", "{\"rows\":[1]}"}) {
    CAPTURE(text);
    const auto read = body_of(text, "s");
    REQUIRE(!read.has_value());
    CHECK(read.error().code == core::Code::server_protocol);
  }
}

TEST_CASE("a_write_never_leaves_whatever_the_server_would_do_with_it") {
  CarriedCompiler compiler({"query", nullptr});
  const auto refused = [&](const std::string& tool, Json arguments) {
    calls::ToolCall call;
    call.server = "s";
    call.tool = tool;
    call.arguments = std::move(arguments);
    return !compiler.gate(call).has_value();
  };
  for (const char* sql : {"COMMIT; create table pwned(x int)", "/*x*/ COMMIT; BEGIN READ WRITE; INSERT INTO s.t VALUES (1)", "COMMIT",
                          "SET TRANSACTION READ WRITE", "WITH d AS (DELETE FROM s.t RETURNING *) SELECT * FROM d", "SELECT 1 INTO s.x",
                          "SELECT * FROM pg_read_file('/etc/passwd')", "SELECT set_config('a', 'b', false)", "SELECT pg_sleep(9)",
                          "SELECT * FROM pg_catalog.pg_class", "DROP TABLE s.t", ""}) {
    CAPTURE(sql);
    CHECK(refused("query", Json::object({{"sql", sql}})));
  }
  CHECK(refused("execute_sql", Json::object({{"sql", "SELECT 1"}})));
  CHECK(refused("query", Json::object({{"sql", "SELECT 1"}, {"mode", "write"}})));
  CHECK(!refused("query", Json::object({{"sql", "SELECT 1"}})));
}

TEST_CASE("texts_that_hang_on_the_session_name_the_settings") {
  const auto needs = [](const char* native) {
    return text_cell({"\"c\"", native, kind_of(native), core::Kind::string}).needs.size();
  };
  for (const char* native : {"text", "numeric(12,2)", "timestamp with time zone", "interval", "bytea", "inet", "enum mood", "email (text)"}) {
    CAPTURE(native);
    CHECK(needs(native) == 0);
  }
  CHECK(needs("double precision") == 1);
  CHECK(needs("tstzrange") == 2);
  CHECK(needs("money") == 1);
  CHECK(needs("somebodys_own") == 6);
  CHECK(serves({"extra_float_digits", "1"}, "3"));
  CHECK(!serves({"extra_float_digits", "1"}, "0"));
  CHECK(serves({"DateStyle", "ISO"}, "ISO, DMY"));
  CHECK(!serves({"TimeZone", "UTC"}, "Europe/Paris"));
}

}  // namespace recoupe::sources::sql
