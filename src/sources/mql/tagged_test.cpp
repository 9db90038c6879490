#include "sources/mql/tagged.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sources/mql/gate.hpp"

namespace mql = recoupe::sources::mql;
using mql::Untold;
using recoupe::core::Json;

namespace {

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

/// Gives what a tagged value reads as; "" where it does not read.
std::string read(std::string_view tagged, Untold untold = Untold::refused) {
  const auto value = mql::value_of_tagged(json(tagged), untold);
  return value ? value->dump() : "";
}

}  // namespace

TEST_CASE("every_tagged_type_reads_as_canonical_extended_json") {
  CHECK(read("null") == "null");
  CHECK(read("true") == "true");
  CHECK(read(R"("é\u0000")") == R"("é\u0000")");
  CHECK(read("-5") == R"({"$numberInt":"-5"})");
  CHECK(read(R"(["long","9223372036854775807"])") == R"({"$numberLong":"9223372036854775807"})");
  CHECK(read(R"(["double",0.30000000000000004])") == R"({"$numberDouble":"0.30000000000000004"})");
  CHECK(read(R"(["double",5])") == R"({"$numberDouble":"5.0"})");
  CHECK(read(R"(["double",1e+300])") == R"({"$numberDouble":"1e+300"})");
  CHECK(read(R"(["double","-0"])") == R"({"$numberDouble":"-0.0"})");
  CHECK(read(R"(["double","0"])") == R"({"$numberDouble":"0.0"})");
  for (const char* spelling : {"NaN", "nan"}) CHECK(read("[\"double\",\"" + std::string(spelling) + "\"]") == R"({"$numberDouble":"NaN"})");
  for (const char* spelling : {"-Infinity", "-inf"}) CHECK(read("[\"double\",\"" + std::string(spelling) + "\"]") == R"({"$numberDouble":"-Infinity"})");
  CHECK(read(R"(["decimal","1.10"])") == R"({"$numberDecimal":"1.10"})");
  CHECK(read(R"(["decimal","1E+3"])") == R"({"$numberDecimal":"1E+3"})");
  CHECK(read(R"(["date","-1"])") == R"({"$date":{"$numberLong":"-1"}})");
  CHECK(read(R"(["objectId","0123456789abcdef01234567"])") == R"({"$oid":"0123456789abcdef01234567"})");
  CHECK(read(R"(["minKey"])") == R"({"$minKey":1})");
  CHECK(read(R"(["undefined"])") == R"({"$undefined":true})");
  CHECK(read(R"(["symbol","s"])") == R"({"$symbol":"s"})");
  CHECK(read(R"(["javascript",{"code":"x"}])") == R"({"$code":"x"})");
  CHECK(read(R"(["javascript",{"$code":"x"}])") == R"({"$code":"x"})");
  CHECK(read(R"(["regex",{"$regularExpression":{"pattern":"a","options":"i"}}])") == R"({"$regularExpression":{"pattern":"a","options":"i"}})");
  CHECK(read(R"(["timestamp",{"$timestamp":{"t":5,"i":1}}])") == R"({"$timestamp":{"t":5,"i":1}})");
  CHECK(read(R"(["timestamp",{"$timestamp":"21474836481"}])") == R"({"$timestamp":{"t":5,"i":1}})");
  CHECK(read(R"(["binData",{"$binary":{"base64":"/wA=","subType":"05"}}])") == R"({"$binary":{"base64":"/wA=","subType":"05"}})");
  CHECK(read(R"(["binData",{"$uuid":"00010203-0405-0607-0809-0a0b0c0d0e0f"}])") == R"({"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}})");
  CHECK(read(R"(["binData","00010203-0405-0607-0809-0a0b0c0d0e0f"])") == R"({"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}})");
  CHECK(read(R"(["array",[["",1],["",["object",[["k",null]]]]]])") == R"([{"$numberInt":"1"},{"k":null}])");
  CHECK(read(R"(["object",[["a.b",""],["",["array",[]]]]])") == R"({"a.b":"","":[]})");
}

TEST_CASE("what_a_server_could_not_tell_is_refused_or_keeps_its_type_alone") {
  for (const char* tagged : {R"(["regex",{}])", R"(["binData","/wA="])", R"(["javascriptWithScope",{"code":"x","scope":{}}])",
                             R"(["object"])", R"(["array"])", R"(["dbPointer",{}])"}) {
    CAPTURE(tagged);
    CHECK(read(tagged).empty());
    CHECK_FALSE(read(tagged, Untold::type_kept).empty());
  }
  CHECK(read(R"(["binData","/wA="])", Untold::type_kept) == R"({"$binary":{"base64":"/wA=","subType":"00"}})");
}

TEST_CASE("malformed_or_ambiguous_values_are_never_guessed") {
  for (const char* tagged : {"5000000000", "1.5", R"(["long","12x"])", R"(["long",12])", R"(["long",""])", R"(["double","one"])", R"(["double",true])",
                             R"(["decimal","x"])", R"(["date","2026-01-01"])", R"(["objectId","xyz"])", R"(["binData","no base64!"])",
                             R"(["symbol",{}])", R"(["newType","x"])", R"([])", R"([1,2])", R"(["long","1","2"])", R"({"a":1})",
                             R"(["object",[["a",1],["a",2]]])", R"(["object",[["$oid","x"]]])", R"(["object",{"a":1}])",
                             R"(["object",[["a"]]])", R"(["array",[1]])"}) {
    CAPTURE(tagged);
    CHECK(read(tagged).empty());
    CHECK(read(tagged, Untold::type_kept).empty());
  }
}

TEST_CASE("each_member_of_a_document_is_read_as_its_columns_need") {
  const Json tagged = json(R"(["object",[["r",["regex",{}]],["n",1]]])");
  const auto lenient = [](std::string_view member) { return member == "r" ? Untold::type_kept : Untold::refused; };
  CHECK(mql::document_of_tagged(tagged, lenient).has_value());
  CHECK_FALSE(mql::document_of_tagged(tagged, [](std::string_view) { return Untold::refused; }).has_value());
  CHECK_FALSE(mql::document_of_tagged(json("5"), lenient).has_value());
}

TEST_CASE("deepest_expression_stays_within_what_servers_and_the_gate_take") {
  const Json stage = Json::object({{"$replaceWith", Json::object({{"d", mql::tagged_expression("$$ROOT", mql::tagged_levels_max)}})}});
  CHECK(mql::check_made_pipeline(Json::array({stage})).has_value());
  CHECK_FALSE(mql::check_pipeline(Json::array({stage})).has_value());  // people's pipelines are shallower
}
