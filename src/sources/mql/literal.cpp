#include "sources/mql/literal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "core/decimal.hpp"
#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using core::Kind;

constexpr std::ptrdiff_t decimal128_digits_max = 34;
constexpr double exact_in_double_max = 9007199254740992.0;  // 2^53

std::optional<Json> decimal(const core::Decimal& value) {
  const auto digits = std::ranges::count_if(value.text, [](char c) { return c >= '0' && c <= '9'; });
  return digits <= decimal128_digits_max ? std::optional(ejson::decimal(value.text)) : std::nullopt;
}

std::optional<Json> for_number(Kind field, const core::Value& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* exact = std::get_if<core::Decimal>(&value);
  const auto* real = std::get_if<double>(&value);
  if (field == Kind::float64) {
    if (real != nullptr) return ejson::float64(*real);
    if (whole != nullptr) return ejson::float64(static_cast<double>(*whole));
    if (exact != nullptr) return ejson::float64(core::double_of_decimal(exact->text));
    return std::nullopt;
  }
  if (whole != nullptr) return ejson::int64(*whole);
  if (exact != nullptr) return decimal(*exact);
  // As FLOAT64 a whole number may round onto the literal only where both are beyond 2^53.
  if (real != nullptr && field == Kind::int64 && std::abs(*real) < exact_in_double_max) return ejson::float64(*real);
  return std::nullopt;
}

}  // namespace

std::int64_t floor_ms(core::Timestamp instant) {
  return instant.micros / 1000 - (instant.micros % 1000 < 0 ? 1 : 0);
}

std::int64_t ceil_ms(core::Timestamp instant) {
  return instant.micros / 1000 + (instant.micros % 1000 > 0 ? 1 : 0);
}

std::optional<Json> literal_for(const core::Type& field, const core::Value& value) {
  if (field.is_number()) return for_number(field.kind, value);
  if (const auto* flag = std::get_if<bool>(&value); flag && field.kind == Kind::bool_) return Json(*flag);
  if (const auto* text = std::get_if<std::string>(&value); text && field.kind == Kind::string) return Json(*text);
  if (const auto* uuid = std::get_if<core::Uuid>(&value); uuid && field.kind == Kind::uuid) {
    Json json = ejson::uuid(uuid->text);
    return json.is_null() ? std::nullopt : std::optional(std::move(json));
  }
  if (const auto* id = std::get_if<core::ObjectId>(&value); id && field.kind == Kind::objectid) return ejson::object_id(id->hex);
  return std::nullopt;
}

std::optional<Json> literal_of_text(const core::Type& field, const core::Value& text) {
  const auto* written = std::get_if<std::string>(&text);
  if (written == nullptr) return std::nullopt;
  if (field.kind == Kind::objectid) {
    Json id = ejson::object_id(*written);
    return ejson::read_object_id(id) ? std::optional(std::move(id)) : std::nullopt;
  }
  if (field.kind == Kind::int64) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(written->data(), written->data() + written->size(), value);
    const bool whole = error == std::errc() && end == written->data() + written->size() && std::to_string(value) == *written;
    return whole ? std::optional(ejson::int64(value)) : std::nullopt;
  }
  if (field.kind == Kind::uuid) {
    Json id = ejson::uuid(*written);
    return id.is_null() ? std::nullopt : std::optional(std::move(id));
  }
  return std::nullopt;
}

}  // namespace recoupe::sources::mql
