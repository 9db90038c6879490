#include "core/value.hpp"

#include <cmath>

#include "core/double_text.hpp"
#include "core/hash.hpp"

namespace recoupe::core {
namespace {

constexpr std::int64_t json_integer_max = 9'007'199'254'740'991;  // 2^53 - 1

std::string any_double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return double_text(value);
}

// What both forms share; integers, doubles and missing are decided by the caller's visitor.
struct Shared {
  Json operator()(std::monostate) const { return {}; }
  Json operator()(bool value) const { return value; }
  Json operator()(const Decimal& value) const { return value.text; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(Date value) const { return text_of(value); }
  Json operator()(Timestamp value) const { return text_of(value); }
  Json operator()(Datetime value) const { return text_of(value); }
  Json operator()(Time value) const { return text_of(value); }
  Json operator()(const Bytes& value) const { return hex(value.data); }
  Json operator()(const Uuid& value) const { return value.text; }
  Json operator()(const ObjectId& value) const { return value.hex; }
};

template <class Form>
Json nested(const ValueArray& items) {
  JsonArray out;
  out.reserve(items.size());
  for (const Value& item : items) out.push_back(Form::of(item));
  return out;
}

template <class Form>
Json nested(const ValueDocument& members) {
  JsonObject out;
  out.reserve(members.size());
  for (const auto& [name, member] : members) out.emplace_back(name, Form::of(member));
  return out;
}

struct DigestForm : Shared {
  using Shared::operator();
  Json operator()(Missing) const { return Json::object({{"$missing", true}}); }
  Json operator()(std::int64_t value) const { return std::to_string(value); }
  Json operator()(double value) const { return any_double_text(value); }
  Json operator()(const ValueArray& value) const { return nested<DigestForm>(value); }
  Json operator()(const ValueDocument& value) const { return nested<DigestForm>(value); }
  static Json of(const Value& value) { return std::visit(DigestForm(), value); }
};

struct DisplayForm : Shared {
  using Shared::operator();
  Json operator()(Missing) const { return {}; }
  Json operator()(std::int64_t value) const {
    if (value > json_integer_max || value < -json_integer_max) return std::to_string(value);
    return value;
  }
  Json operator()(double value) const {
    if (!std::isfinite(value)) return any_double_text(value);
    return value;
  }
  Json operator()(const ValueArray& value) const { return nested<DisplayForm>(value); }
  Json operator()(const ValueDocument& value) const { return nested<DisplayForm>(value); }
  static Json of(const Value& value) { return std::visit(DisplayForm(), value); }
};

}  // namespace

Json digest_json(const Value& value) { return DigestForm::of(value); }
Json display_json(const Value& value) { return DisplayForm::of(value); }

}  // namespace recoupe::core
