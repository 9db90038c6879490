#include "sources/sql/json_value.hpp"

#include <doctest/doctest.h>

namespace recoupe::sources::sql {
namespace {

using core::Kind;
using core::Value;

std::optional<Value> at(const char* json, std::vector<std::string> path, const core::Type& type, bool crosses = false) {
  const auto parsed = core::Json::parse(json);
  REQUIRE(parsed.has_value());
  return json_value_at(*parsed, path, type, crosses);
}

}  // namespace

TEST_CASE("a_number_keeps_all_its_digits") {
  CHECK(at(R"({"n":12345678901234567890123456789012345.10})", {"n"}, Kind::numeric) ==
        Value(core::Decimal{"12345678901234567890123456789012345.10"}));
  CHECK_FALSE(at(R"({"n":"5"})", {"n"}, Kind::numeric).has_value());
}

TEST_CASE("null_is_not_missing_and_nothing_behind_an_array_is_missing_where_no_row_has_more") {
  CHECK(at(R"({"a":null})", {"a"}, Kind::string) == Value());
  CHECK(at(R"({"a":null})", {"a", "b"}, Kind::string) == Value(core::Missing()));
  CHECK(at(R"({"a":["x"]})", {"a", "b"}, Kind::string) == Value(core::Missing()));
  CHECK(at(R"({"a":["x"]})", {"a", "b"}, core::Type::array_of(Kind::string), true) == Value(core::ValueArray()));
  CHECK_FALSE(at(R"({"a":[{"b":"x"}]})", {"a", "b"}, Kind::string).has_value());
}

TEST_CASE("a_path_through_an_array_finds_all_that_its_documents_hold") {
  const auto list = core::Type::array_of(Kind::string);
  CHECK(at(R"({"a":[{"b":"x"},{"c":1},5,{"b":null}]})", {"a", "b"}, list, true) == Value(core::ValueArray{Value("x"), Value()}));
  CHECK(at(R"({"a":{"b":"x"}})", {"a", "b"}, list, true) == Value(core::ValueArray{Value("x")}));
}

}  // namespace recoupe::sources::sql
