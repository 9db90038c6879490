#include "sources/mongodb/server/bson_json.hpp"

#include <bson/bson.h>
#include <doctest/doctest.h>

namespace mongodb = recoupe::sources::mongodb;
using recoupe::core::Json;

namespace {

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

}  // namespace

TEST_CASE("canonical_extended_json_goes_through_bson_unchanged") {
  for (const char* text : {
           R"({})",
           R"({"a":null,"b":true,"c":"é\u0000x","d":[],"e":{},"f":[[{"g":null}]]})",
           R"({"i":{"$numberInt":"-2147483648"},"l":{"$numberLong":"9223372036854775807"},"m":{"$numberLong":"1"}})",
           R"({"d":{"$numberDouble":"-0.0"},"e":{"$numberDouble":"NaN"},"f":{"$numberDouble":"0.1"},"g":{"$numberDouble":"1e+300"}})",
           R"({"d":{"$numberDecimal":"1.10"},"e":{"$numberDecimal":"1E+3"},"f":{"$numberDecimal":"NaN"}})",
           R"({"d":{"$date":{"$numberLong":"-62135596800001"}},"t":{"$timestamp":{"t":4294967295,"i":1}}})",
           R"({"o":{"$oid":"0123456789abcdef01234567"},"b":{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}}})",
           R"({"r":{"$regularExpression":{"pattern":"^a","options":"i"}},"x":{"$minKey":1},"y":{"$maxKey":1}})",
       }) {
    CAPTURE(text);
    const auto bson = mongodb::bson_of(json(text));
    REQUIRE(bson.has_value());
    const auto back = mongodb::json_of(**bson);
    REQUIRE(back.has_value());
    CHECK(back->json.dump() == text);
  }
}

TEST_CASE("plain_numbers_take_the_narrowest_type") {
  const auto bson = mongodb::bson_of(json(R"({"a":1,"b":2147483648,"c":1.0})"));
  REQUIRE(bson.has_value());
  CHECK(mongodb::json_of(**bson)->json.dump() ==
        R"({"a":{"$numberInt":"1"},"b":{"$numberLong":"2147483648"},"c":{"$numberDouble":"1.0"}})");
}

TEST_CASE("what_bson_cannot_hold_is_refused") {
  for (const char* text : {R"([1])", R"({"a":9223372036854775808})", R"({"a":1e999})", R"({"a\u0000b":1})",
                           R"({"a":{"$code":"x"}})", R"({"a":{"$numberDecimal":"abc"}})", R"({"a":{"$oid":"zz"}})"}) {
    CAPTURE(text);
    CHECK_FALSE(mongodb::bson_of(json(text)).has_value());
  }
}

TEST_CASE("documents_that_json_would_change_are_unreadable") {
  bson_t twice = BSON_INITIALIZER;
  bson_append_int32(&twice, "a", -1, 1);
  bson_append_int32(&twice, "a", -1, 2);
  CHECK_FALSE(mongodb::json_of(twice).has_value());
  bson_destroy(&twice);

  bson_t disguised = BSON_INITIALIZER;
  bson_t inner;
  bson_append_document_begin(&disguised, "a", -1, &inner);
  bson_append_utf8(&inner, "$oid", -1, "0123456789abcdef01234567", -1);
  bson_append_document_end(&disguised, &inner);
  CHECK_FALSE(mongodb::json_of(disguised).has_value());
  bson_destroy(&disguised);

  bson_t broken = BSON_INITIALIZER;
  bson_append_utf8(&broken, "a", -1, "\xff\xfe", 2);
  CHECK_FALSE(mongodb::json_of(broken).has_value());
  bson_destroy(&broken);
}
