#include "sources/mql/gate.hpp"

#include <doctest/doctest.h>

#include <string>

namespace mql = recoupe::sources::mql;
using recoupe::core::Code;
using recoupe::core::Json;

namespace {

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

bool passes_filter(std::string_view text) { return mql::check_filter(json(text)).has_value(); }
bool passes_pipeline(std::string_view text) { return mql::check_pipeline(json(text)).has_value(); }

}  // namespace

TEST_CASE("filters_that_people_write_pass") {
  for (const char* text : {
           R"({})",
           R"({"role":"admin","age":{"$gte":18,"$lt":65}})",
           R"({"_id":{"$oid":"0123456789abcdef01234567"}})",
           R"({"_id":{"$in":[{"$oid":"0123456789abcdef01234567"},{"$numberLong":"9223372036854775807"}]}})",
           R"({"$or":[{"a":null},{"contact.city":{"$in":["Paris","Évry"]}}]})",
           R"({"$and":[{"$nor":[{"a":1}]},{"b":{"$not":{"$regex":"^x","$options":"i"}}}]})",
           R"({"created_at":{"$gte":{"$date":{"$numberLong":"-1"}},"$lt":{"$date":"2026-01-01T00:00:00Z"}}})",
           R"({"lines":{"$elemMatch":{"sku":"x","n":{"$gt":1}}},"tags":{"$elemMatch":{"$ne":"a"}}})",
           R"({"price":{"$numberDecimal":"1.10"},"x":{"$numberDouble":"NaN"},"b":{"$binary":{"base64":"AA==","subType":"00"}}})",
           R"({"a":{"$exists":true,"$type":["string","null"]},"n":{"$mod":[4,0]},"l":{"$size":2}})",
           R"({"$expr":{"$in":[{"$toLower":"$email"},["a","b"]]}})",
           R"({"address":{"city":"Paris","zip":{"code":"75001"}}})",
       }) {
    CAPTURE(text);
    CHECK(passes_filter(text));
  }
}

TEST_CASE("code_in_a_filter_is_refused_at_any_depth") {
  for (const char* text : {
           R"x({"$where":"sleep(1000)"})x",
           R"({"$or":[{"a":1},{"$and":[{"$where":"true"}]}]})",
           R"({"$nor":[{"$expr":{"$function":{"body":"x","args":[],"lang":"js"}}}]})",
           R"({"a":{"$elemMatch":{"$where":"1"}}})",
           R"({"a":{"$elemMatch":{"$or":[{"$where":"1"}]}}})",
           R"({"a":{"$not":{"$where":"1"}}})",
           R"({"$expr":{"$cond":[{"$eq":[1,{"$accumulator":{}}]},1,2]}})",
           R"({"a":{"$code":"function(){}"}})",
           R"({"a":{"$eq":{"$code":"x","$scope":{}}}})",
           R"({"a":{"b":{"$where":"1"}}})",
           R"({"$jsonSchema":{}})",
           R"({"$text":{"$search":"x"}})",
           R"({"$comment":"x"})",
           R"({"a":{"$unknownOperator":1}})",
           R"({"$expr":{"$rand":{}}})",
       }) {
    CAPTURE(text);
    const auto status = mql::check_filter(json(text));
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == Code::statement_refused);
    CHECK_FALSE(status.error().message.fr.empty());
  }
}

TEST_CASE("an_operator_where_a_value_is_expected_is_refused") {
  for (const char* text : {
           R"({"a":{"$eq":{"$ne":null}}})",
           R"({"a":{"$in":[{"$gt":""}]}})",
           R"({"a":{"x":1,"$gt":2}})",
           R"({"a":{"$gt":1,"x":2}})",
           R"({"a":{"$regex":{"$ne":1}}})",
           R"({"a":{"$exists":{"$ne":1}}})",
           R"({"a":{"$oid":{"$ne":""}}})",
           R"({"a":{"$numberLong":"12x"}})",
           R"({"a":{"$date":{"$ne":1}}})",
           R"({"a":{"$oid":"0123456789abcdef01234567","$ne":1}})",
           R"({"a":{"$in":"x"}})",
           R"({"$or":{"a":1}})",
           R"({"$and":[]})",
           R"({"a.$where":1})",
           R"({"":1})",
           R"([])",
           R"("x")",
       }) {
    CAPTURE(text);
    CHECK_FALSE(passes_filter(text));
  }
}

TEST_CASE("pipelines_that_read_pass") {
  for (const char* text : {
           R"([])",
           R"([{"$match":{"role":"admin"}},{"$group":{"_id":{"y":{"$year":"$at"}},"n":{"$sum":1}}},{"$sort":{"n":-1}},{"$limit":5}])",
           R"([{"$project":{"_id":0,"name":{"$concat":["$a"," ","$b"]},"low":{"$cond":{"if":{"$lt":["$n",{"$numberInt":"3"}]},"then":"x","else":"$$REMOVE"}}}}])",
           R"([{"$unwind":"$lines"},{"$unwind":{"path":"$x","preserveNullAndEmptyArrays":true}},{"$count":"n"}])",
           R"([{"$lookup":{"from":"b","let":{"k":"$k"},"pipeline":[{"$match":{"$expr":{"$eq":["$k","$$k"]}}}],"as":"b"}}])",
           R"([{"$unionWith":{"coll":"b","pipeline":[{"$match":{"a":1}}]}},{"$unionWith":"c"}])",
           R"([{"$facet":{"a":[{"$count":"n"}],"b":[{"$sortByCount":"$role"}]}}])",
           R"([{"$sample":{"size":10}},{"$set":{"x":{"$map":{"input":"$l","as":"i","in":"$$i.n"}}}},{"$unset":["x","y"]}])",
           R"([{"$replaceRoot":{"newRoot":"$a"}},{"$addFields":{"l":{"$literal":"$$not a variable"}}}])",
       }) {
    CAPTURE(text);
    CHECK(passes_pipeline(text));
  }
}

TEST_CASE("a_stage_that_writes_is_refused_as_a_write_wherever_it_stands") {
  for (const char* text : {
           R"([{"$out":"x"}])",
           R"([{"$match":{}},{"$merge":{"into":"x"}}])",
           R"([{"$facet":{"a":[{"$out":"x"}]}}])",
           R"([{"$lookup":{"from":"b","pipeline":[{"$merge":"x"}],"as":"b"}}])",
           R"([{"$unionWith":{"coll":"b","pipeline":[{"$out":"x"}]}}])",
           R"([{"$unionWith":{"coll":"b","pipeline":[{"$facet":{"f":[{"$lookup":{"from":"c","as":"c","pipeline":[{"$out":"x"}]}}]}}]}}])",
       }) {
    CAPTURE(text);
    const auto status = mql::check_pipeline(json(text));
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == Code::write_refused);
  }
}

TEST_CASE("a_pipeline_that_is_not_known_to_read_is_refused") {
  for (const char* text : {
           R"([{"$changeStream":{}}])",
           R"([{"$currentOp":{}}])",
           R"([{"$listSessions":{}}])",
           R"([{"$collStats":{}}])",
           R"([{"$somethingNew":{}}])",
           R"([{"$graphLookup":{"from":"x"}}])",
           R"([{"$match":{},"$out":"x"}])",
           R"([{"$match":{"$where":"1"}}])",
           R"([{"$group":{"_id":null,"n":{"$accumulator":{"init":"x"}}}}])",
           R"([{"$group":{"_id":{"$function":{}}}}])",
           R"([{"$group":{"n":{"$sum":1}}}])",
           R"([{"$project":{"a":{"$function":{"body":"x"}}}}])",
           R"([{"$project":{"a":[1,{"b":{"$meta":"textScore"}}]}}])",
           R"([{"$project":{"a":"$$USER_ROLES"}}])",
           R"([{"$lookup":{"from":{"db":"admin","coll":"x"},"as":"a"}}])",
           R"([{"$lookup":{"from":"system.users","as":"a"}}])",
           R"([{"$unionWith":"system.profile"}])",
           R"([{"$unionWith":{"db":"admin","coll":"x"}}])",
           R"([{"$match":[]}])",
           R"([[]])",
           R"({"$match":{}})",
           R"([{"$sort":{"a":{"$meta":"x"}}}])",
           R"([{"$limit":"x"}])",
       }) {
    CAPTURE(text);
    CHECK_FALSE(passes_pipeline(text));
  }
}

TEST_CASE("nesting_beyond_the_limit_is_refused") {
  const auto nested = [](int levels) {
    std::string text = R"({"a":1})";
    for (int i = 0; i < levels; ++i) text = R"({"$and":[)" + text + "]}";
    return text;
  };
  CHECK(passes_filter(nested(10)));
  CHECK_FALSE(passes_filter(nested(50)));
  CHECK_FALSE(passes_filter(nested(200)));
}
