#include "sources/mql/value_text.hpp"

#include "core/decimal.hpp"
#include "core/json.hpp"

namespace recoupe::sources::mql {

std::optional<core::Timestamp> instant_of(const core::Json& json) {
  const auto ms = ejson::read_date(json);
  core::Timestamp instant;
  if (!ms || __builtin_mul_overflow(*ms, std::int64_t{1000}, &instant.micros)) return std::nullopt;
  return instant;
}

std::optional<std::string> text_of_value(const core::Json& json) {
  if (const auto* text = json.if_string()) return *text;
  if (const auto* flag = json.if_bool()) return *flag ? "true" : "false";
  if (const auto value = ejson::read_int(json)) return std::to_string(*value);
  if (const auto value = ejson::read_float64(json)) return core::decimal_of(*value);
  if (const auto value = ejson::read_object_id(json)) return *value;
  if (const auto value = instant_of(json)) return core::text_of(*value);
  if (const auto text = ejson::read_decimal(json)) {
    auto plain = core::parse_decimal(*text);
    return plain ? std::optional(*std::move(plain)) : std::nullopt;
  }
  if (const auto value = ejson::read_binary(json); value && value->subtype == 4) return ejson::uuid_text(value->bytes);
  return std::nullopt;
}

}  // namespace recoupe::sources::mql
