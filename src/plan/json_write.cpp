#include <utility>

#include "plan/json.hpp"
#include "plan/json_fields.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/plan.hpp"
#include "plan/shape.hpp"
#include "plan/text.hpp"

namespace recoupe::plan {

using core::Json;
using core::Kind;

namespace {

constexpr std::int64_t json_integer_max = 9'007'199'254'740'991;  // every JSON reader keeps whole numbers up to here

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Json whole_number(std::int64_t value) {
  if (value >= -json_integer_max && value <= json_integer_max) return Json(value);
  return Json::object({{"int64", std::to_string(value)}});
}

Json call_json(const Call& call) {
  if (call.op == Op::and_ || call.op == Op::or_) {
    // Nested calls of the same operation are one.
    Json args = Json::array();
    const auto add = [&](const Call& same, const auto& again) -> void {
      for (const Expr& arg : same.args) {
        if (const Call* below = if_call(arg, same.op)) {
          again(*below, again);
        } else {
          args.push(to_json(arg));
        }
      }
    };
    add(call, add);
    return Json::object({{"op", name_of(call.op)}, {"args", std::move(args)}});
  }
  Json out = Json::object({{"op", name_of(call.op)}});
  if (!call.args.empty()) {
    Json args = Json::array();
    for (const Expr& arg : call.args) args.push(to_json(arg));
    out.set("args", std::move(args));
  }
  if (call.op == Op::cast || call.op == Op::try_cast) out.set("type", core::name_of(call.target));
  if (!units_of(call.op).empty()) out.set("unit", call.unit);
  return out;
}

class Writer {
 public:
  explicit Writer(Json start = Json::object()) : out(std::move(start)) {}

  template <class T>
  void operator()(std::string_view key, const T& value) {
    out.set(key, json_of(value));
  }
  template <class T>
  void optional(std::string_view key, const T& value) {
    if (value != T{}) (*this)(key, value);
  }
  template <class T>
  void optional(std::string_view key, const std::vector<T>& value) {
    if (!value.empty()) (*this)(key, value);
  }
  void pairs(std::string_view key, const std::vector<Pair>& value, PairRole role) {
    Json items = Json::array();
    for (const Pair& pair : value) {
      Writer below;
      pair_fields(below, pair, role);
      items.push(std::move(below.out));
    }
    out.set(key, std::move(items));
  }

  Json out;

 private:
  static Json json_of(const std::string& value) { return Json(value); }
  static Json json_of(bool value) { return Json(value); }
  static Json json_of(std::int64_t value) { return Json(value); }
  static Json json_of(const Expr& value) { return to_json(value); }
  static Json json_of(const Side& value) { return to_json(value); }
  static Json json_of(const Named& value) {
    Writer below;
    below("e", value.expr);
    below.optional("as", needed_name(value));
    return std::move(below.out);
  }
  static Json json_of(const OrderKey& value) {
    Writer below;
    order_key_fields(below, value);
    return std::move(below.out);
  }
  template <class T>
  static Json json_of(const std::vector<T>& values) {
    Json items = Json::array();
    for (const T& value : values) items.push(json_of(value));
    return items;
  }
};

}  // namespace

Json to_json(const Literal& literal) {
  const std::string plain = plain_text_of(literal);
  if (!literal.interval.empty()) return Json::object({{"interval", plain}});
  if (literal.value.is_null() || literal.value.is_missing()) return Json();
  if (const auto* value = std::get_if<bool>(&literal.value)) return Json(*value);
  if (const auto* value = std::get_if<std::int64_t>(&literal.value)) return whole_number(*value);
  if (const auto* value = std::get_if<std::string>(&literal.value)) return Json(*value);
  if (literal.type.is_number()) {
    // A decimal without a fraction that fits is the same literal as the whole number: text has one form for both.
    const auto read = number_literal(plain);
    const auto* whole = read ? std::get_if<std::int64_t>(&read->value) : nullptr;
    return whole ? whole_number(*whole) : Json::object({{"numeric", plain}});
  }
  return Json::object({{lower_ascii(core::name_of(literal.type)), plain}});
}

Json to_json(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const Name& name) {
                          Json parts = Json::array();
                          for (const std::string& part : name.parts) parts.push(part);
                          return Json::object({{"name", std::move(parts)}});
                        },
                        [](const Literal& literal) { return to_json(literal); },
                        [](const PeriodLiteral& period) { return Json::object({{"period", period.period.neutral()}}); },
                        [](const Call& call) { return call_json(call); },
                    },
                    expr.node);
}

Json to_json(const Side& side) {
  Json out;
  bool needless = false;
  if (const TableRef* table = if_is<TableRef>(side)) {
    Json parts = Json::array({table->server});
    if (!table->schema.empty()) parts.push(table->schema);
    parts.push(table->table);
    out = Json::object({{"table", std::move(parts)}});
    needless = side.alias == table->table;
  } else if (const Pipeline* below = if_is<Pipeline>(side)) {
    out = Json::object({{"pipeline", to_json(*below)}});
  }
  if (!side.alias.empty() && !needless) out.set("as", side.alias);
  return out;
}

Json to_json(const Step& step) {
  return std::visit(
      [](const auto& s) {
        using S = std::remove_cvref_t<decltype(s)>;
        Writer writer(Json::object({{"step", word_of<S>}}));
        if constexpr (std::is_same_v<S, Check>) {
          std::visit(
              [&](const auto& check) {
                writer.out.set("check", word_of<std::remove_cvref_t<decltype(check)>>);
                fields(writer, check);
              },
              s.check);
          writer.optional("as", s.name);
        } else {
          fields(writer, s);
        }
        return std::move(writer.out);
      },
      step.step);
}

Json to_json(const Pipeline& pipeline) {
  Json out = Json::array();
  for (const Step& step : pipeline.steps) out.push(to_json(step));
  return out;
}

Json to_json(const Plan& plan) {
  return Json::object({{"v", json_version}, {"steps", to_json(plan.pipeline)}});
}

}  // namespace recoupe::plan
