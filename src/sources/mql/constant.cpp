#include "sources/mql/constant.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using Constant = std::optional<Json>;

Json call(const char* op, Json argument) { return Json::object({{op, std::move(argument)}}); }
Json literal(Json value) { return call("$literal", std::move(value)); }

bool is_32_bit(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
}

Constant of_double(double value) {
  if (std::isfinite(value) && (value != 0 || !std::signbit(value))) return literal(value);
  if (value == 0) return call("$toDouble", "-0");
  return call("$toDouble", value != value ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
}

Constant of_document(const core::JsonObject& members) {
  Json out = Json::object();
  for (const auto& [name, value] : members) {
    auto constant = plain_constant(value);
    if (!constant || name.empty() || name.starts_with('$') || name.find('.') != std::string::npos) return std::nullopt;
    out.set(name, *std::move(constant));
  }
  return members.empty() ? literal(Json::object()) : out;
}

}  // namespace

Constant plain_constant(const Json& value) {
  if (value.is_null() || value.if_string() != nullptr || value.if_bool() != nullptr) return literal(value);
  if (const auto number = ejson::read_int(value)) {
    if (is_32_bit(*number)) return literal(*number);
    return call("$toLong", std::to_string(*number));
  }
  if (const auto number = ejson::read_float64(value)) return of_double(*number);
  if (const auto text = ejson::read_decimal(value)) return call("$toDecimal", *text);
  if (const auto ms = ejson::read_date(value)) return call("$toDate", call("$toLong", std::to_string(*ms)));
  if (const auto hex = ejson::read_object_id(value)) return call("$toObjectId", *hex);
  if (const auto* items = value.if_array()) {
    Json out = Json::array();
    for (const Json& item : *items) {
      auto constant = plain_constant(item);
      if (!constant) return std::nullopt;
      out.push(*std::move(constant));
    }
    return out;
  }
  if (ejson::wrapper_of(value) || value.if_object() == nullptr) return std::nullopt;
  return of_document(*value.if_object());
}

}  // namespace recoupe::sources::mql
