#include "plan/json_schema.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "plan/json.hpp"
#include "plan/json_fields.hpp"
#include "plan/ops.hpp"

namespace recoupe::plan {

using core::Json;

namespace {

constexpr std::array typed_literals{"int64", "numeric", "date",     "timestamp", "datetime",
                                    "time",  "bytes",   "objectid", "uuid",      "interval"};

Json ref(std::string_view name) { return Json::object({{"$ref", "#/$defs/" + std::string(name)}}); }
Json text() { return Json::object({{"type", "string"}, {"minLength", 1}}); }
Json list_of(Json items) { return Json::object({{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}}); }
Json only(std::string_view word) { return Json::object({{"const", word}}); }

// Collects the members that json_fields.hpp names.
class Members {
 public:
  Members& fixed(std::string_view key, Json schema) {
    properties_.set(key, std::move(schema));
    required_.push(key);
    return *this;
  }
  Members& free(std::string_view key, Json schema) {
    properties_.set(key, std::move(schema));
    return *this;
  }
  template <class T>
  void operator()(std::string_view key, const T& value) {
    fixed(key, schema_of(value));
  }
  template <class T>
  void optional(std::string_view key, const T& value) {
    free(key, schema_of(value));
  }
  void pairs(std::string_view key, const std::vector<Pair>&, PairRole role) {
    Members below;
    const Pair pair;
    pair_fields(below, pair, role);
    fixed(key, list_of(below.object()));
  }
  [[nodiscard]] Json object() const {
    return Json::object({{"type", "object"}, {"properties", properties_}, {"required", required_}, {"additionalProperties", false}});
  }

 private:
  static Json schema_of(const Expr&) { return ref("expression"); }
  static Json schema_of(const Side&) { return ref("side"); }
  static Json schema_of(const std::string&) { return text(); }
  static Json schema_of(bool) { return Json::object({{"type", "boolean"}}); }
  static Json schema_of(std::int64_t) { return Json::object({{"type", "integer"}, {"minimum", 0}}); }
  static Json schema_of(const Named& column) {
    Members below;
    named_fields(below, column);
    return below.object();
  }
  static Json schema_of(const OrderKey& key) {
    Members below;
    order_key_fields(below, key);
    return below.object();
  }
  template <class T>
  static Json schema_of(const std::vector<T>&) {
    return list_of(schema_of(T{}));
  }

  Json properties_ = Json::object();
  Json required_ = Json::array();
};

template <class T>
Json step_schema() {
  Members members;
  members.fixed("step", only(word_of<T>));
  const T node{};
  fields(members, node);
  return members.object();
}

template <class T>
Json check_schema() {
  Members members;
  members.fixed("step", only(word_of<Check>)).fixed("check", only(word_of<T>));
  const T node{};
  fields(members, node);
  members.free("as", text());
  return members.object();
}

template <class... T>
Json checks_schema(const std::variant<T...>&) {
  return Json::object({{"anyOf", Json::array({check_schema<T>()...})}});
}

// FROM stands first and nowhere else.
template <class... T>
Json steps_schema(const std::variant<From, T...>&) {
  Json any = Json::array();
  const auto add = [&]<class S>(const S*) {
    any.push(std::is_same_v<S, Check> ? ref("check") : step_schema<S>());
  };
  (add(static_cast<const T*>(nullptr)), ...);
  return Json::object({{"anyOf", std::move(any)}});
}

Json side_schema() {
  const Json parts =
      Json::object({{"type", "array"}, {"items", text()}, {"minItems", 2}, {"maxItems", 3}});
  return Json::object({{"anyOf", Json::array({Members().fixed("table", parts).free("as", text()).object(),
                                              Members().fixed("pipeline", ref("pipeline")).free("as", text()).object()})}});
}

Json operation(std::initializer_list<Op> ops) {
  Json names = Json::array();
  for (const Op op : ops) names.push(name_of(op));
  return Json::object({{"enum", std::move(names)}});
}

Json args_schema(Json items, const Arity& arity) {
  Json out = list_of(std::move(items));
  out.set("minItems", static_cast<std::int64_t>(arity.min));
  out.set("maxItems", static_cast<std::int64_t>(arity.max));
  return out;
}

// Operations with the same members and number of operands stand together.
Json call_schemas() {
  constexpr std::array all{
#define RECOUPE_AS_ITEM(id, name) Op::id,
      RECOUPE_PLAN_OPS(RECOUPE_AS_ITEM)
#undef RECOUPE_AS_ITEM
  };
  std::vector<std::pair<Arity, Json>> plain;  // names by arity
  Json out = Json::array();
  for (const Op op : all) {
    const Arity arity = arity_of(op);
    const auto units = units_of(op);
    if (op == Op::cast || op == Op::try_cast) {
      out.push(Members().fixed("op", only(name_of(op))).fixed("args", args_schema(ref("expression"), arity)).fixed("type", text()).object());
    } else if (!units.empty()) {
      Json words = Json::array();
      for (const std::string_view unit : units) words.push(unit);
      out.push(Members()
                   .fixed("op", only(name_of(op)))
                   .fixed("args", args_schema(ref("expression"), arity))
                   .fixed("unit", Json::object({{"enum", std::move(words)}}))
                   .object());
    } else if (op != Op::during && op != Op::before && op != Op::after) {
      const auto same = [&](const auto& group) { return group.first.min == arity.min && group.first.max == arity.max; };
      auto found = std::ranges::find_if(plain, same);
      if (found == plain.end()) found = plain.insert(plain.end(), {arity, Json::array()});
      found->second.push(name_of(op));
    }
  }
  for (auto& [arity, names] : plain) {
    Members members;
    members.fixed("op", Json::object({{"enum", std::move(names)}}));
    if (arity.max > 0) members.fixed("args", args_schema(ref("expression"), arity));
    out.push(members.object());
  }
  const Json operands = Json::object(
      {{"type", "array"}, {"prefixItems", Json::array({ref("expression"), ref("period")})}, {"minItems", 2}, {"maxItems", 2}});
  out.push(Members().fixed("op", operation({Op::during, Op::before, Op::after})).fixed("args", operands).object());
  return out;
}

Json expression_schema() {
  Json any = call_schemas();
  any.push(Members().fixed("name", list_of(text())).object());
  any.push(Json::object({{"type", Json::array({"string", "boolean", "integer", "null"})}}));
  for (const char* word : typed_literals) any.push(Members().fixed(word, text()).object());
  return Json::object({{"anyOf", std::move(any)}});
}

}  // namespace

Json plan_schema() {
  const Json pipeline = Json::object({{"type", "array"},
                                      {"prefixItems", Json::array({step_schema<From>()})},
                                      {"items", ref("step")},
                                      {"minItems", 1}});
  Json out = Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "recoupe plan, version 1"}});
  const Json plan = Members().fixed("v", Json::object({{"const", json_version}})).fixed("steps", ref("pipeline")).object();
  for (const auto& [key, value] : *plan.if_object()) out.set(key, value);
  out.set("$defs", Json::object({{"pipeline", pipeline},
                                 {"step", steps_schema(decltype(Step::step){})},
                                 {"check", checks_schema(decltype(Check::check){})},
                                 {"side", side_schema()},
                                 {"expression", expression_schema()},
                                 {"period", Members().fixed("period", Json::object({{"type", "object"}})).object()}}));
  return out;
}

}  // namespace recoupe::plan
