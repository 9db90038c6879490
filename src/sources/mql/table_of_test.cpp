#include <doctest/doctest.h>

#include <string>

#include "sources/mql/table_of.hpp"

namespace mql = recoupe::sources::mql;
namespace core = recoupe::core;

namespace {

recoupe::catalog::Table table_with(const std::string& fields, const std::string& rest = R"("keys":[],"sampled":false)") {
  auto json = core::Json::parse(R"({"name":"t","row_count":10,"documents_read":10,"fields":[)" + fields + "]," + rest + "}");
  REQUIRE(json.has_value());
  return mql::table_of(*json);
}

/// Gives the type of a field that was seen with these types.
std::string type_of(const std::string& types, const std::string& elements = "[]", bool exact = true, bool crosses = false) {
  const auto table = table_with(R"({"path":["x"],"types":)" + types + R"(,"element_types":)" + elements +
                                R"(,"present":10,"null":0,"exact_as_double":)" + (exact ? "true" : "false") +
                                R"(,"crosses_array":)" + (crosses ? "true" : "false") + "}");
  return core::name_of(table.fields.at(0).type);
}

}  // namespace

TEST_CASE("one_type_stands_for_all_values_only_where_it_holds_them_exactly") {
  CHECK(type_of(R"({"string":10})") == "STRING");
  CHECK(type_of(R"({"string":9,"null":1})") == "STRING");
  CHECK(type_of(R"({"int":5,"long":5})") == "INT64");
  CHECK(type_of(R"({"int":5,"double":5})") == "FLOAT64");
  CHECK(type_of(R"({"double":5,"long":5})", "[]", false) == "MIXED");
  CHECK(type_of(R"({"decimal":5,"int":5})") == "NUMERIC");
  CHECK(type_of(R"({"decimal":5,"double":5})") == "MIXED");
  CHECK(type_of(R"({"decimal":5,"double":5,"int":1})") == "MIXED");
  CHECK(type_of(R"({"string":5,"int":5})") == "MIXED");
  CHECK(type_of(R"({"binData":5,"uuid":5})") == "MIXED");
  CHECK(type_of(R"({"regex":10})") == "MIXED");
  CHECK(type_of(R"({"null":10})") == "MIXED");
}

TEST_CASE("arrays_tell_what_they_hold") {
  CHECK(type_of(R"({"array":10})", R"([{"string":20,"null":1}])") == "ARRAY<STRING>");
  CHECK(type_of(R"({"array":10})") == "ARRAY<MIXED>");
  CHECK(type_of(R"({"array":10})", R"([{"string":20,"int":1}])") == "ARRAY<MIXED>");
  CHECK(type_of(R"({"array":10})", R"([{"array":20},{"int":40,"null":1}])") == "ARRAY<ARRAY<INT64>>");
  CHECK(type_of(R"({"array":5,"string":5})", R"([{"string":20}])") == "MIXED");
  CHECK(type_of(R"({"string":10})", "[]", true, true) == "ARRAY<STRING>");
}

TEST_CASE("keys_through_arrays_and_unknown_paths_are_no_keys") {
  const std::string fields = R"({"path":["_id"],"types":{"int":10},"present":10,"null":0,"exact_as_double":true},
    {"path":["a","b"],"types":{"int":10},"present":10,"null":0,"exact_as_double":true},
    {"path":["l"],"types":{"array":10},"present":10,"null":0,"exact_as_double":true})";
  const auto table = table_with(fields, R"("keys":[["_id"],["a.b"],["l"],["gone"],["_id","a.b"]],"sampled":true)");
  CHECK(table.keys.size() == 3);
  CHECK(table.find({"_id"})->unique);
  CHECK(table.find({"a", "b"})->unique);
  CHECK_FALSE(table.find({"l"})->unique);
  CHECK_FALSE(table.find({"_id"})->may_be_missing);
  CHECK(table.find({"a", "b"})->may_be_missing);  // what a sample has always seen may still be absent elsewhere
}
