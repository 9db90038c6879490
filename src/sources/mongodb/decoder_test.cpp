#include "sources/mongodb/decoder.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "mcp/tool_error.hpp"
#include "sources/mql/fetch_builder.hpp"
#include "sources/mql/source_error.hpp"

namespace mongodb = recoupe::sources::mongodb;
namespace mql = recoupe::sources::mql;
namespace core = recoupe::core;
namespace build = recoupe::sources::mql::build;
using core::Kind;
using core::Value;

namespace {

recoupe::catalog::Table orders() {
  recoupe::catalog::Table table;
  table.name = "orders";
  recoupe::catalog::Field crossing;
  crossing.path = {"lines", "sku"};
  crossing.crosses_array = true;
  table.fields.push_back(crossing);
  return table;
}

const recoupe::catalog::Table table = orders();

recoupe::rows::Decoded decode(std::vector<recoupe::physical::FetchColumn> columns, const std::string& documents) {
  auto json = core::Json::parse(R"({"documents":)" + documents + R"(,"complete":true,"unreadable":1,"population":9,
      "snapshot":{"consistency":"snapshot","replica_set":"rs0","cluster_time":"5:1","host":"h"}})");
  REQUIRE(json.has_value());
  auto decoded = mongodb::Decoder().decode(build::fetch(table, std::move(columns)), {.is_error = false, .content = {}, .structured = *json});
  REQUIRE(decoded.has_value());
  return *std::move(decoded);
}

/// Decodes one value of a field `x`; a row that is left out gives "unreadable".
Value value_of(const core::Type& type, const std::string& json) {
  const auto decoded = decode({{{"x"}, type}}, R"([{"x":)" + json + "}]");
  if (decoded.unreadable == 2) return std::string("unreadable");
  return decoded.batch.columns[0].value(0);
}

}  // namespace

TEST_CASE("every_type_comes_back_unchanged") {
  CHECK(value_of(Kind::bool_, "true") == Value(true));
  CHECK(value_of(Kind::int64, R"({"$numberInt":"-5"})") == Value(std::int64_t{-5}));
  CHECK(value_of(Kind::int64, R"({"$numberLong":"9223372036854775807"})") == Value(std::int64_t{9223372036854775807}));
  CHECK(value_of(Kind::float64, R"({"$numberDouble":"0.1"})") == Value(0.1));
  CHECK(std::isnan(std::get<double>(value_of(Kind::float64, R"({"$numberDouble":"NaN"})"))));
  CHECK(std::signbit(std::get<double>(value_of(Kind::float64, R"({"$numberDouble":"-0.0"})"))));
  CHECK(value_of(Kind::numeric, R"({"$numberDecimal":"1.10"})") == Value(core::Decimal{"1.10"}));
  CHECK(value_of(Kind::numeric, R"({"$numberDecimal":"1E+3"})") == Value(core::Decimal{"1000"}));
  CHECK(value_of(Kind::numeric, R"({"$numberDecimal":"1E-3"})") == Value(core::Decimal{"0.001"}));
  CHECK(value_of(Kind::numeric, R"({"$numberDecimal":"NaN"})") == Value(core::Decimal{"NaN"}));
  CHECK(value_of(Kind::numeric, R"({"$numberDecimal":"-Infinity"})") == Value(core::Decimal{"-Infinity"}));
  CHECK(value_of(Kind::string, R"("é\u0000")") == Value(std::string("é\0", 3)));
  CHECK(value_of(Kind::timestamp, R"({"$date":{"$numberLong":"-1"}})") == Value(core::Timestamp{-1'000}));
  CHECK(value_of(Kind::objectid, R"({"$oid":"0123456789abcdef01234567"})") == Value(core::ObjectId{"0123456789abcdef01234567"}));
  CHECK(value_of(Kind::uuid, R"({"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}})") ==
        Value(core::Uuid{"00010203-0405-0607-0809-0a0b0c0d0e0f"}));
  CHECK(value_of(Kind::bytes, R"({"$binary":{"base64":"/wA=","subType":"00"}})") == Value(core::Bytes{std::string("\xff\0", 2)}));
  CHECK(value_of(core::Type::array_of(Kind::string), R"(["a",null])") ==
        Value(core::ValueArray{Value(std::string("a")), Value()}));
}

TEST_CASE("whole_numbers_fit_wider_types_where_that_is_exact") {
  CHECK(value_of(Kind::numeric, R"({"$numberInt":"7"})") == Value(core::Decimal{"7"}));
  CHECK(value_of(Kind::float64, R"({"$numberInt":"7"})") == Value(7.0));
  CHECK(value_of(Kind::float64, R"({"$numberLong":"9007199254740993"})") == Value(std::string("unreadable")));
}

TEST_CASE("value_of_another_type_leaves_its_row_out") {
  const Value unreadable(std::string("unreadable"));
  CHECK(value_of(Kind::int64, R"("5")") == unreadable);
  CHECK(value_of(Kind::int64, R"({"$numberDouble":"5.0"})") == unreadable);
  CHECK(value_of(Kind::string, R"({"$numberInt":"5"})") == unreadable);
  CHECK(value_of(Kind::string, R"(["x"])") == unreadable);
  CHECK(value_of(Kind::timestamp, R"({"$date":{"$numberLong":"9223372036854775807"}})") == unreadable);
  CHECK(value_of(Kind::uuid, R"({"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"03"}})") == unreadable);
  CHECK(value_of(Kind::document, R"({"$numberInt":"5"})") == unreadable);
  CHECK(value_of(core::Type::array_of(Kind::string), R"(["a",{"$numberInt":"5"}])") == unreadable);
}

TEST_CASE("rows_around_one_left_out_stay_whole") {
  const auto decoded = decode({{{"x"}, core::Type::array_of(core::Type::array_of(Kind::int64))}, {{"y"}, Kind::string}},
                              R"([{"x":[[{"$numberInt":"1"}]],"y":"a"},{"x":[[{"$numberInt":"2"},"no"]],"y":"b"},
                                  {"x":[],"y":{"$numberInt":"5"}},{"x":null},{"x":[[{"$numberInt":"3"}],[]],"y":"c"}])");
  CHECK(decoded.unreadable == 3);
  CHECK(decoded.batch.row_count() == 3);
  CHECK(decoded.batch.columns[0].value(0) == Value(core::ValueArray{Value(core::ValueArray{Value(std::int64_t{1})})}));
  CHECK(decoded.batch.columns[0].value(1) == Value());
  CHECK(decoded.batch.columns[0].value(2) ==
        Value(core::ValueArray{Value(core::ValueArray{Value(std::int64_t{3})}), Value(core::ValueArray{})}));
  CHECK(decoded.batch.columns[1].value(1) == Value(core::Missing{}));
  CHECK(decoded.batch.columns[1].value(2) == Value(std::string("c")));
}

TEST_CASE("null_and_missing_stay_apart_at_any_depth") {
  const auto decoded = decode({{{"a", "b"}, Kind::string}}, R"([{"a":{"b":null}},{"a":{}},{"a":null},{},{"a":"text"},{"a":{"b":"x"}}])");
  const auto& column = decoded.batch.columns[0];
  CHECK(column.value(0).is_null());
  for (const std::size_t row : {1U, 2U, 3U, 4U}) CHECK(column.value(row).is_missing());
  CHECK(column.value(5) == Value(std::string("x")));
}

TEST_CASE("path_through_an_array_is_the_array_of_what_it_finds") {
  const auto decoded = decode({{{"lines", "sku"}, core::Type::array_of(Kind::string)}},
                              R"([{"lines":[{"sku":"a"},{},{"sku":null},5]},{"lines":{"sku":"b"}},{"lines":[]},{}])");
  const auto& column = decoded.batch.columns[0];
  CHECK(column.value(0) == Value(core::ValueArray{Value(std::string("a")), Value()}));
  CHECK(column.value(1) == Value(core::ValueArray{Value(std::string("b"))}));
  CHECK(column.value(2) == Value(core::ValueArray{}));
  CHECK(column.value(3).is_missing());
}

TEST_CASE("mixed_values_and_documents_keep_their_extended_json") {
  const auto decoded = decode({{{"x"}, Kind::mixed}, {{"d"}, Kind::document}},
                              R"([{"x":{"$numberDecimal":"1.10"},"d":{"b":1,"a":{"$oid":"0123456789abcdef01234567"}}}])");
  CHECK(decoded.batch.columns[0].texts[0] == R"({"$numberDecimal":"1.10"})");
  CHECK(decoded.batch.columns[1].texts[0] == R"({"b":1,"a":{"$oid":"0123456789abcdef01234567"}})");
}

TEST_CASE("page_tells_population_snapshot_and_what_was_left_out") {
  const auto decoded = decode({}, R"([{},{}])");
  CHECK(decoded.batch.row_count() == 2);
  CHECK(decoded.population == 9);
  CHECK(decoded.unreadable == 1);
  CHECK(decoded.complete);
  CHECK(decoded.snapshot == "snapshot rs0@5:1");
}

TEST_CASE("reply_that_is_no_page_is_refused_and_an_error_comes_back_the_same") {
  const auto fetch = build::fetch(table, {});
  const auto bad = mongodb::Decoder().decode(fetch, {.is_error = false, .content = {}, .structured = core::Json::object()});
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().code == core::Code::server_protocol);
  const auto sent = mql::source_error(core::Code::timeout, core::Origin::source, {"slow", "lent"}, {"x", "y"});
  const auto failed = mongodb::Decoder().decode(fetch, recoupe::mcp::failed_result(sent));
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == core::Code::timeout);
  CHECK(failed.error().message.fr == "lent");
}
