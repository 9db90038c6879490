// The JSON form: what is refused and where, and that the published schema says the same as the reader.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/json.hpp"
#include "plan/fixtures.hpp"
#include "plan/json_schema.hpp"
#include "plan/ops.hpp"
#include "plan/plan.hpp"

using namespace recoupe;
using core::Json;

namespace {

Json json_of(std::string_view text) {
  auto out = Json::parse(text);
  REQUIRE(out.has_value());
  return *out;
}

Json plan_with(std::string_view step) {
  return json_of(R"({"v":1,"steps":[{"step":"from","side":{"table":["a","b"]}},)" + std::string(step) + "]}");
}

// The part of JSON Schema that the plan's schema uses.
class Schema {
 public:
  explicit Schema(Json root) : root_(std::move(root)) {}
  [[nodiscard]] bool accepts(const Json& value) const { return accepts(root_, value); }

 private:
  [[nodiscard]] bool accepts(const Json& schema, const Json& value) const {
    if (const bool* all = schema.if_bool()) return *all;
    for (const auto& [key, rule] : *schema.if_object()) {
      if (!holds(key, rule, schema, value)) return false;
    }
    return true;
  }

  [[nodiscard]] bool holds(const std::string& key, const Json& rule, const Json& schema, const Json& value) const {
    if (key == "$schema" || key == "title" || key == "$defs") return true;
    if (key == "$ref") return accepts(*root_.find("$defs")->find(rule.if_string()->substr(8)), value);
    if (key == "const") return rule == value;
    if (key == "enum") return any(rule, [&](const Json& item) { return item == value; });
    if (key == "anyOf") return any(rule, [&](const Json& item) { return accepts(item, value); });
    if (key == "type") {
      return rule.if_string() ? is_type(*rule.if_string(), value)
                              : any(rule, [&](const Json& item) { return is_type(*item.if_string(), value); });
    }
    if (key == "minLength") return !value.if_string() || value.if_string()->size() >= static_cast<std::size_t>(*rule.as_int64());
    if (key == "minimum") return !value.as_int64() || *value.as_int64() >= *rule.as_int64();
    if (key == "minItems") return !value.if_array() || value.if_array()->size() >= static_cast<std::size_t>(*rule.as_int64());
    if (key == "maxItems") return !value.if_array() || value.if_array()->size() <= static_cast<std::size_t>(*rule.as_int64());
    if (key == "prefixItems" || key == "items") return items_hold(key, rule, schema, value);
    if (key == "required") return all(rule, [&](const Json& name) { return value.find(*name.if_string()) != nullptr; });
    if (key == "properties") {
      for (const auto& [name, member] : *value.if_object()) {
        if (const Json* below = rule.find(name); below && !accepts(*below, member)) return false;
      }
      return true;
    }
    if (key == "additionalProperties") {
      for (const auto& [name, member] : *value.if_object()) {
        if (!schema.find("properties")->find(name)) return false;
      }
      return true;
    }
    FAIL((std::string("the schema uses ") + key));
    return false;
  }

  [[nodiscard]] bool items_hold(const std::string& key, const Json& rule, const Json& schema, const Json& value) const {
    const core::JsonArray* items = value.if_array();
    if (!items) return true;
    const Json* prefix = schema.find("prefixItems");
    const std::size_t fixed = prefix ? prefix->if_array()->size() : 0;
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (key == "prefixItems" && i < fixed && !accepts((*rule.if_array())[i], (*items)[i])) return false;
      if (key == "items" && i >= fixed && !accepts(rule, (*items)[i])) return false;
    }
    return true;
  }

  static bool is_type(std::string_view type, const Json& value) {
    if (type == "object") return value.if_object() != nullptr;
    if (type == "array") return value.if_array() != nullptr;
    if (type == "string") return value.if_string() != nullptr;
    if (type == "boolean") return value.if_bool() != nullptr;
    if (type == "null") return value.is_null();
    return type == "integer" && value.as_int64().has_value();
  }
  template <class F>
  static bool any(const Json& items, F&& holds) {
    for (const Json& item : *items.if_array()) {
      if (holds(item)) return true;
    }
    return false;
  }
  template <class F>
  static bool all(const Json& items, F&& holds) {
    return !any(items, [&](const Json& item) { return !holds(item); });
  }

  Json root_;
};

}  // namespace

TEST_CASE("json_is_one_object_per_step_as_documented") {
  const auto plan = plan::parse(
      "FROM mongodb.users AS u |> WHERE u.role = 'admin' AND n > 1.50 |> CHECK EXISTS IN postgres.public.employees ON "
      "LOWER(email) = CAST(id AS STRING) SELECT department AS d |> LIMIT 5 PER DATE_TRUNC('month', x)");
  REQUIRE(plan.has_value());
  CHECK(plan::to_json(*plan).dump() ==
        R"({"v":1,"steps":[{"step":"from","side":{"table":["mongodb","users"],"as":"u"}},)"
        R"({"step":"where","e":{"op":"AND","args":[{"op":"=","args":[{"name":["u","role"]},"admin"]},)"
        R"({"op":">","args":[{"name":["n"]},{"numeric":"1.50"}]}]}},)"
        R"({"step":"check","check":"exists","side":{"table":["postgres","public","employees"]},)"
        R"("on":{"op":"=","args":[{"op":"LOWER","args":[{"name":["email"]}]},)"
        R"({"op":"CAST","args":[{"name":["id"]}],"type":"STRING"}]},"select":[{"e":{"name":["department"]},"as":"d"}]},)"
        R"({"step":"limit","count":5,"per":[{"op":"DATE_TRUNC","args":[{"name":["x"]}],"unit":"MONTH"}]}]})");
}

TEST_CASE("json_that_is_no_plan_is_refused_with_the_path_to_what_is_wrong") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {R"({"step":"where"})", "steps[1]: expected the member “e”"},
      {R"({"step":"were","e":true})", "steps[1].step: expected one of from, where"},
      {R"({"step":"from","side":{"table":["a","b"]}})", "steps[1]: expected “from” as the first step"},
      {R"({"step":"where","e":true,"f":1})", "steps[1]: the member “f” is unknown"},
      {R"({"step":"where","e":{"op":"LIKES","args":["a","b"]}})", "steps[1].e.op"},
      {R"({"step":"where","e":{"op":"=","args":[{"name":["a"]}]}})", "steps[1].e: = has 1 operand"},
      {R"({"step":"where","e":{"op":"=","args":[{"name":["a"]},null]}})", "never true"},
      {R"({"step":"where","e":{"op":"=","args":[{"name":[]},1]}})", "steps[1].e.args[0].name"},
      {R"({"step":"where","e":1.5})", "steps[1].e: expected an expression"},
      {R"({"step":"where","e":{"date":"2026-02-30"}})", "is no DATE"},
      {R"({"step":"where","e":{"period":{"unit":"week","offset":0}}})", ""},
      {R"({"step":"where","e":{"op":"CAST","args":[1],"type":"TEXT"}})", "steps[1].e.type: expected a type"},
      {R"({"step":"where","e":{"op":"DATE_TRUNC","args":[1],"unit":"month"}})", "no unit of DATE_TRUNC"},
      {R"({"step":"select","columns":[]})", "steps[1].columns: expected a list that is not empty"},
      {R"({"step":"limit","count":-1})", "steps[1].count"},
      {R"({"step":"distinct","side":1})", "the member “side” is unknown"},
      {R"({"step":"join","side":{"table":["b"]},"on":true})", "steps[1].side: expected [server, table]"},
      {R"({"step":"join","side":{"pipeline":[{"step":"distinct"}]},"on":true})", "steps[1].side.pipeline[0]"},
      {R"({"step":"check","check":"exist"})", "steps[1].check: expected one of exists, absent"},
      {R"({"step":"check","check":"unique","by":[]})", "steps[1].by"},
      {R"({"step":"check","check":"match","side":{"table":["a","b"]},"on":true,"compare":[{"left":1,"right":1,"tolerance":"1e3"}]})",
       "steps[1].compare[0]: expected a tolerance in plain digits"},
      {R"({"step":"check","check":"match","side":{"table":["a","b"]},"on":true,"compare":[{"left":1,"right":1,"as":"x"}]})",
       "the member “as” is unknown"},
  };
  for (const auto& [step, message] : cases) {
    CAPTURE(step);
    const auto plan = plan::from_json(plan_with(step));
    if (message.empty()) {
      CHECK(plan.has_value());
      continue;
    }
    REQUIRE_FALSE(plan.has_value());
    CAPTURE(plan.error().message.en);
    CHECK(plan.error().message.en.find(message) != std::string::npos);
    CHECK_FALSE(plan.error().message.fr.empty());
    CHECK_FALSE(plan.error().remedy.fr.empty());
  }
  CHECK_FALSE(plan::from_json(json_of("[]")).has_value());
  CHECK_FALSE(plan::from_json(json_of(R"({"v":2,"steps":[]})")).has_value());
  CHECK_FALSE(plan::from_json(json_of(R"({"v":1,"steps":[]})")).has_value());
}

TEST_CASE("json_in_another_spelling_of_the_same_plan_has_the_same_digest") {
  const auto digest = [](std::string_view step) {
    const auto plan = plan::from_json(plan_with(step));
    REQUIRE(plan.has_value());
    return plan::digest_of(*plan);
  };
  CHECK(digest(R"({"step":"where","e":{"op":"AND","args":[true,{"op":"AND","args":[false,null]}]}})") ==
        digest(R"({"e":{"args":[true,false,null],"op":"AND"},"step":"where"})"));
  CHECK(digest(R"({"step":"select","columns":[{"e":{"name":["a","b"]},"as":"b"}]})") ==
        digest(R"({"step":"select","columns":[{"e":{"name":["a","b"]}}]})"));
  CHECK(digest(R"({"step":"where","e":{"numeric":"5"}})") == digest(R"({"step":"where","e":5})"));
  CHECK(digest(R"({"step":"where","e":{"numeric":"5.0"}})") != digest(R"({"step":"where","e":5})"));
}

TEST_CASE("the_schema_accepts_every_plan_and_refuses_what_the_reader_refuses") {
  const Schema schema(plan::plan_schema());
  for (const std::string& text : plan::canonical_plans()) {
    CAPTURE(text);
    const auto plan = plan::parse(text);
    REQUIRE(plan.has_value());
    CHECK(schema.accepts(plan::to_json(*plan)));
  }
  for (const std::string_view step :
       {R"({"step":"where"})", R"({"step":"were","e":true})", R"({"step":"from","side":{"table":["a","b"]}})",
        R"({"step":"where","e":true,"f":1})", R"({"step":"where","e":{"op":"LIKES","args":["a","b"]}})",
        R"({"step":"where","e":{"op":"=","args":[{"name":["a"]}]}})", R"({"step":"where","e":1.5})",
        R"({"step":"where","e":{"op":"DATE_TRUNC","args":[1],"unit":"month"}})", R"({"step":"select","columns":[]})",
        R"({"step":"limit","count":-1})", R"({"step":"join","side":{"table":["b"]},"on":true})",
        R"({"step":"check","check":"exist"})", R"({"step":"where","e":{"op":"DURING","args":[1,2]}})"}) {
    CAPTURE(step);
    CHECK_FALSE(schema.accepts(plan_with(step)));
    CHECK_FALSE(plan::from_json(plan_with(step)).has_value());
  }
}

TEST_CASE("every_operation_has_one_name_and_finds_it_again") {
#define RECOUPE_AS_CHECK(id, name)               \
  CHECK(plan::name_of(plan::Op::id) == name);    \
  CHECK(plan::op_named(name) == plan::Op::id);
  RECOUPE_PLAN_OPS(RECOUPE_AS_CHECK)
#undef RECOUPE_AS_CHECK
  CHECK(plan::is_aggregate(plan::Op::count_all));
  CHECK_FALSE(plan::is_aggregate(plan::Op::lower));
  CHECK(plan::function_named("lower") == plan::Op::lower);
  CHECK_FALSE(plan::function_named("between").has_value());
}
