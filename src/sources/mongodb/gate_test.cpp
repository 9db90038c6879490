#include "sources/mongodb/gate.hpp"

#include <doctest/doctest.h>

namespace {

bool passes_call(std::string_view tool, std::string_view text) {
  const auto arguments = recoupe::core::Json::parse(text);
  REQUIRE(arguments.has_value());
  return recoupe::sources::mongodb::check_call(tool, *arguments).has_value();
}

}  // namespace

TEST_CASE("calls_pass_only_with_known_tools_and_arguments") {
  CHECK(passes_call("list_collections", "{}"));
  CHECK(passes_call("find", R"({"collection":"users","filter":{},"projection":{"a.b":1,"_id":0},"sort":{"a":-1},
                                "limit":5,"page_rows":100,"population":true})"));
  CHECK(passes_call("aggregate", R"({"collection":"users","pipeline":[]})"));
  CHECK(passes_call("next_page", R"({"cursor":"x"})"));
  CHECK(passes_call("sample", R"({"collection":"users","paths":["role","contact.city"]})"));
  CHECK_FALSE(passes_call("sample", R"({"collection":"users","paths":["$where"]})"));
  CHECK_FALSE(passes_call("sample", R"({"collection":"users","paths":[]})"));
  CHECK_FALSE(passes_call("mapReduce", R"({"collection":"users"})"));
  CHECK_FALSE(passes_call("insert", R"({"collection":"users"})"));
  CHECK_FALSE(passes_call("find", R"({})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"users","hint":"x"})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"users","":1})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"system.users"})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"a$b"})"));
  CHECK_FALSE(passes_call("find", R"({"collection":{"$ne":null}})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"users","limit":{"$numberInt":"5"}})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"users","projection":{"a":{"$slice":1}}})"));
  CHECK_FALSE(passes_call("find", R"({"collection":"users","projection":{"a.$":1}})"));
  CHECK_FALSE(passes_call("aggregate", R"({"collection":"users"})"));
  CHECK_FALSE(passes_call("next_page", R"({"cursor":5})"));
}
