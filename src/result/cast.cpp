#include "result/cast.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "core/decimal.hpp"

namespace recoupe::result {

namespace {

using core::Kind;
using core::Value;
using Maybe = std::optional<Value>;

constexpr std::int64_t day_micros = 86'400'000'000;
constexpr std::size_t objectid_digits = 24;
constexpr std::size_t uuid_length = 36;

std::int64_t floor_day(std::int64_t micros) { return micros / day_micros - (micros % day_micros < 0 ? 1 : 0); }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

Maybe int64_of_text(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Value(number);
}

Maybe uuid_of_text(std::string_view text) {
  std::string lower = ascii_lower(text);
  if (lower.size() != uuid_length) return std::nullopt;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? lower[i] != '-' : !is_hex(lower[i])) return std::nullopt;
  }
  return Value(core::Uuid{std::move(lower)});
}

Maybe bytes_of_text(std::string_view text) {
  const std::string lower = ascii_lower(text);
  if (lower.size() % 2 != 0 || !std::ranges::all_of(lower, is_hex)) return std::nullopt;
  const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string bytes;
  for (std::size_t i = 0; i < lower.size(); i += 2) {
    bytes += static_cast<char>(digit(lower[i]) << 4U | digit(lower[i + 1]));
  }
  return Value(core::Bytes{std::move(bytes)});
}

Maybe of_text(const std::string& text, Kind to) {
  switch (to) {
    case Kind::string: return Value(text);
    case Kind::bool_: {
      const std::string lower = ascii_lower(text);
      if (lower != "true" && lower != "false") return std::nullopt;
      return Value(lower == "true");
    }
    case Kind::int64: return int64_of_text(text);
    case Kind::numeric:
      if (auto decimal = core::parse_decimal(text)) return Value(core::Decimal{*decimal});
      return std::nullopt;
    case Kind::float64:
      if (auto decimal = core::parse_decimal(text)) return Value(core::double_of_decimal(*decimal));
      return std::nullopt;
    case Kind::date:
      if (auto date = core::parse_date(text)) return Value(*date);
      return std::nullopt;
    case Kind::timestamp:
      if (auto instant = core::parse_timestamp(text)) return Value(*instant);
      return std::nullopt;
    case Kind::datetime:
      if (auto local = core::parse_timestamp(text + "Z")) return Value(core::Datetime{local->micros});
      return std::nullopt;
    case Kind::time:
      if (auto local = core::parse_timestamp("1970-01-01T" + text + "Z")) return Value(core::Time{local->micros});
      return std::nullopt;
    case Kind::bytes: return bytes_of_text(text);
    case Kind::uuid: return uuid_of_text(text);
    case Kind::objectid: {
      std::string lower = ascii_lower(text);
      if (lower.size() != objectid_digits || !std::ranges::all_of(lower, is_hex)) return std::nullopt;
      return Value(core::ObjectId{std::move(lower)});
    }
    default: return std::nullopt;
  }
}

Maybe of_decimal(const std::string& decimal, Kind to) {
  if (to == Kind::numeric) return Value(core::Decimal{decimal});
  if (to == Kind::float64) return Value(core::double_of_decimal(decimal));
  if (to != Kind::int64) return std::nullopt;
  const auto whole = core::int64_of_decimal(decimal);
  return whole ? Maybe(Value(*whole)) : std::nullopt;
}

Maybe of_local(core::Datetime local, Kind to, const core::TimeZone& zone) {
  const std::int64_t day = floor_day(local.micros);
  if (to == Kind::datetime) return Value(local);
  if (to == Kind::date) return Value(core::Date{static_cast<std::int32_t>(day)});
  if (to == Kind::time) return Value(core::Time{local.micros - day * day_micros});
  if (to == Kind::timestamp) return Value(zone.instant_of(local));
  return std::nullopt;
}

struct Caster {
  Kind to;
  const core::TimeZone& zone;

  Maybe operator()(std::monostate) const { return Value(); }
  Maybe operator()(core::Missing) const { return Value(); }
  Maybe operator()(bool value) const {
    return to == Kind::bool_ ? Maybe(Value(value)) : as_text(value ? "true" : "false");
  }
  Maybe operator()(std::int64_t value) const {
    if (to == Kind::int64) return Value(value);
    if (to == Kind::float64) return Value(static_cast<double>(value));
    return number(core::decimal_of(value));
  }
  Maybe operator()(const core::Decimal& value) const { return number(value.text); }
  Maybe operator()(double value) const {
    if (to == Kind::float64) return Value(value);
    if (to == Kind::string) return written(Value(value));
    return of_decimal(core::decimal_of(value), to);
  }
  Maybe operator()(const std::string& value) const { return of_text(value, to); }
  Maybe operator()(core::Date value) const {
    if (to == Kind::string) return written(Value(value));
    if (to == Kind::timestamp) return Value(zone.midnight(value));
    return of_local({value.days * day_micros}, to, zone);
  }
  Maybe operator()(core::Timestamp value) const {
    if (to == Kind::string) return written(Value(value));
    if (to == Kind::timestamp) return Value(value);
    return of_local(zone.to_local(value), to, zone);
  }
  Maybe operator()(core::Datetime value) const {
    return to == Kind::string ? written(Value(value)) : of_local(value, to, zone);
  }
  Maybe operator()(core::Time value) const { return same_or_text(Value(value), Kind::time); }
  Maybe operator()(const core::Bytes& value) const { return same_or_text(Value(value), Kind::bytes); }
  Maybe operator()(const core::Uuid& value) const { return same_or_text(Value(value), Kind::uuid); }
  Maybe operator()(const core::ObjectId& value) const { return same_or_text(Value(value), Kind::objectid); }
  Maybe operator()(const core::ValueArray&) const { return std::nullopt; }
  Maybe operator()(const core::ValueDocument&) const { return std::nullopt; }

 private:
  [[nodiscard]] Maybe as_text(std::string text) const {
    return to == Kind::string ? Maybe(Value(std::move(text))) : std::nullopt;
  }
  [[nodiscard]] Maybe number(const std::string& decimal) const {
    return to == Kind::string ? Maybe(Value(decimal)) : of_decimal(decimal, to);
  }
  [[nodiscard]] static Maybe written(const Value& value) { return Value(*core::digest_json(value).if_string()); }
  [[nodiscard]] Maybe same_or_text(const Value& value, Kind own) const {
    if (to == own) return value;
    return to == Kind::string ? written(value) : std::nullopt;
  }
};

}  // namespace

std::optional<Value> cast(const Value& value, Kind to, const core::TimeZone& zone) {
  return std::visit(Caster{to, zone}, static_cast<const Value::variant&>(value));
}

std::string_view type_word(const core::Json& extended) {
  constexpr std::pair<std::string_view, std::string_view> tags[] = {
      {"$numberInt", "int"}, {"$numberLong", "long"},   {"$numberDouble", "double"}, {"$numberDecimal", "decimal"},
      {"$oid", "objectId"},  {"$date", "date"},         {"$binary", "binData"},      {"$uuid", "binData"},
      {"$symbol", "symbol"}, {"$timestamp", "timestamp"},  {"$regularExpression", "regex"},
      {"$minKey", "minKey"}, {"$maxKey", "maxKey"},        {"$undefined", "undefined"}, {"$dbPointer", "dbPointer"},
      {"$code", "javascript"}};
  if (extended.is_null()) return "null";
  if (extended.if_bool()) return "bool";
  if (extended.if_string()) return "string";
  if (extended.if_array()) return "array";
  if (const core::JsonNumber* number = extended.if_number()) {
    return number->text.find_first_of(".eE") == std::string::npos ? "long" : "double";
  }
  const core::JsonObject& members = *extended.if_object();
  const bool with_scope = members.size() == 2 && members[0].first == "$code" && members[1].first == "$scope";
  if (with_scope) return "javascriptWithScope";
  if (members.size() == 1) {
    for (const auto& [tag, word] : tags) {
      if (members.front().first == tag) return word;
    }
  }
  return "object";
}

}  // namespace recoupe::result
