#include "sources/mql/constant.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sources/mql/gate.hpp"

namespace mql = recoupe::sources::mql;
namespace core = recoupe::core;
using core::Json;

namespace {

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

std::string constant(std::string_view value) {
  const auto made = mql::plain_constant(json(value));
  return made ? made->dump() : "";
}

std::string filter(std::string_view given) {
  recoupe::catalog::Table table;
  recoupe::catalog::Field tags;
  tags.path = {"ids"};
  tags.type = core::Type::array_of(core::Kind::objectid);
  table.fields.push_back(tags);
  const auto made = mql::plain_filter(json(given), table);
  if (!made) return "";
  CHECK(mql::check_filter(*made).has_value());
  return made->dump();
}

}  // namespace

TEST_CASE("every_type_that_text_can_make_has_a_constant_in_plain_json") {
  CHECK(constant(R"("$x")") == R"({"$literal":"$x"})");
  CHECK(constant("null") == R"({"$literal":null})");
  CHECK(constant(R"({"$numberInt":"5"})") == R"({"$literal":5})");
  CHECK(constant(R"({"$numberLong":"9007199254740993"})") == R"({"$toLong":"9007199254740993"})");
  CHECK(constant(R"({"$numberDouble":"0.1"})") == R"({"$literal":0.1})");
  CHECK(constant(R"({"$numberDouble":"-0.0"})") == R"({"$toDouble":"-0"})");
  CHECK(constant(R"({"$numberDouble":"NaN"})") == R"({"$toDouble":"NaN"})");
  CHECK(constant(R"({"$numberDecimal":"1.10"})") == R"({"$toDecimal":"1.10"})");
  CHECK(constant(R"({"$date":{"$numberLong":"-1"}})") == R"({"$toDate":{"$toLong":"-1"}})");
  CHECK(constant(R"({"$oid":"0123456789abcdef01234567"})") == R"({"$toObjectId":"0123456789abcdef01234567"})");
  CHECK(constant(R"({"a":{"$numberInt":"1"},"b":"x"})") == R"({"a":{"$literal":1},"b":{"$literal":"x"}})");
  CHECK(constant(R"({"$binary":{"base64":"AA==","subType":"00"}})").empty());
  CHECK(constant(R"({"$regularExpression":{"pattern":"a","options":""}})").empty());
  CHECK(constant(R"({"$minKey":1})").empty());
  CHECK(constant(R"({"a.b":"x"})").empty());
}

TEST_CASE("filters_keep_plain_values_and_work_the_others_out") {
  CHECK(filter(R"({"role":{"$eq":"2026-01-01T00:00:00Z"}})") == R"({"role":{"$eq":"2026-01-01T00:00:00Z"}})");
  CHECK(filter(R"({"n":{"$in":[{"$numberLong":"1"},null]}})") == R"({"n":{"$in":[1,null]}})");
  CHECK(filter(R"({"n":{"$gt":{"$numberLong":"9007199254740993"}}})") == R"({"$expr":{"$gt":["$n",{"$toLong":"9007199254740993"}]}})");
  CHECK(filter(R"({"at":{"$gte":{"$date":{"$numberLong":"5"}},"$lt":{"$date":{"$numberLong":"6"}}}})") ==
        R"({"$and":[{"$expr":{"$gte":["$at",{"$toDate":{"$toLong":"5"}}]}},{"$expr":{"$lt":["$at",{"$toDate":{"$toLong":"6"}}]}}]})");
  CHECK(filter(R"({"d":{"$nin":[{"$numberDecimal":"1.5"},null]}})") ==
        R"({"$expr":{"$not":[{"$in":["$d",[{"$toDecimal":"1.5"},{"$literal":null}]]}]}})");
  CHECK(filter(R"({"x":{"$exists":false}})") == R"({"x":{"$exists":false}})");
}

TEST_CASE("what_cannot_be_said_is_left_out_only_where_more_passes_then") {
  const std::string uuid = R"({"k":{"$eq":{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}}}})";
  CHECK(filter(uuid).empty());
  CHECK(filter(R"({"$and":[)" + uuid + R"(,{"a":{"$eq":"x"}}]})") == R"({"$and":[{"a":{"$eq":"x"}}]})");
  CHECK(filter(R"({"$or":[)" + uuid + R"(,{"a":{"$eq":"x"}}]})").empty());
  CHECK(filter(R"({"ids":{"$eq":{"$oid":"0123456789abcdef01234567"}}})").empty());  // an array is compared as a whole
}
