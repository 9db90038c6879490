#include "core/json.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace recoupe::core;

namespace {
std::string again(std::string_view text) {
  const auto json = Json::parse(text);
  return json ? json->dump() : "refused: " + json.error().message.en;
}
std::string canonical_of(std::string_view text) { return canonical(Json::parse(text).value()); }
}  // namespace

TEST_CASE("numbers_keep_their_text") {
  CHECK(again("[1.10, 12345678901234567890, -0, 1E+2]") == "[1.10,12345678901234567890,-0,1E+2]");
  CHECK(Json::parse("1e3")->as_int64() == 1000);
  CHECK_FALSE(Json::parse("1.5")->as_int64());
  CHECK_FALSE(Json::parse("9223372036854775808")->as_int64());
  CHECK(Json(0.1).dump() == "0.1");
  CHECK(Json(std::numeric_limits<double>::infinity()).is_null());
}

TEST_CASE("text_that_is_no_json_is_refused") {
  for (const char* text :
       {"",       "{",       "[1,]", "{\"a\":1,}", "01",    "1.",  "+1", ".5", "nul",         "'a'",  "[1 2]", "1 2",
        "\"\t\"", "\"\\x\"", "\"a",  "{\"a\" 1}",  "{a:1}", "NaN", "-",  "1e", "\"\\u12g4\"", "[1]]", "tru"})
    CHECK_MESSAGE(!Json::parse(text), text);
}

TEST_CASE("duplicate_keys_are_refused") {
  CHECK_FALSE(Json::parse(R"({"a":1,"a":2})"));
  CHECK_FALSE(Json::parse(R"({"a":1,"\u0061":2})"));
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  CHECK(Json::parse(many + "\"last\":1}"));
  CHECK_FALSE(Json::parse(many + "\"k30\":1}"));
  CHECK_FALSE(Json::parse(many + "\"k3\":1}"));
}

TEST_CASE("bytes_that_are_not_utf8_are_refused") {
  for (const char* bytes : {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\""})
    CHECK_FALSE(Json::parse(bytes));
  CHECK_FALSE(Json::parse(R"("\ud83d")"));
  CHECK_FALSE(Json::parse(R"("\ude00")"));
  CHECK_FALSE(Json::parse(R"("\ud83dA")"));
  CHECK(again(R"("\ud83d\ude00 \u00e9\/")") == "\"😀 é/\"");
}

TEST_CASE("deep_nesting_is_refused_not_overflowed") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(Json::parse(nested(512)));
  CHECK_FALSE(Json::parse(nested(513)));
  CHECK_FALSE(Json::parse(std::string(5'000'000, '['), std::numeric_limits<std::size_t>::max()));
  CHECK(Json::parse("[[1]]", 2));
  CHECK_FALSE(Json::parse("[[1]]", 1));
}

TEST_CASE("a_fault_names_line_and_column") {
  const auto json = Json::parse("{\n  \"é\": x}");
  REQUIRE_FALSE(json);
  CHECK(json.error().span->line == 2);
  CHECK(json.error().span->column == 8);
  CHECK(json.error().code == Code::invalid_json);
}

TEST_CASE("canonical_form_is_rfc_8785") {
  CHECK(canonical_of(R"({"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],)"
                     R"("string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]})") ==
        R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
        "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  CHECK(canonical_of(R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})") ==
        "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}");
  CHECK(canonical_of("[0,-0,-0.0,1e21,123456789012345680000,1e-6,1e-7,5e-324,1.7976931348623157e308,100]") ==
        "[0,0,0,1e+21,123456789012345680000,0.000001,1e-7,5e-324,1.7976931348623157e+308,100]");
}

TEST_CASE("members_are_set_found_and_replaced") {
  Json json;
  json.set("a", 1).set("b", "x").set("a", 2);
  CHECK(json.dump() == R"({"a":2,"b":"x"})");
  CHECK(json.integer("a") == 2);
  CHECK(json.text("b") == "x");
  CHECK(json.text("a", "none") == "none");
  CHECK_FALSE(json.boolean("c"));
  Json list;
  list.push(true).push(Json::object({{"k", nullptr}}));
  CHECK(list.pretty() == "[\n  true,\n  {\n    \"k\": null\n  }\n]");
  CHECK(Json(std::string("a\xff")).dump() == "\"a\xEF\xBF\xBD\"");
}
