#include "core/json.hpp"

#include <charconv>

#include "core/decimal.hpp"
#include "core/double_text.hpp"

namespace recoupe::core {

Json::Json(std::int64_t value) : node_(JsonNumber{std::to_string(value)}) {}
Json::Json(std::uint64_t value) : node_(JsonNumber{std::to_string(value)}) {}
Json::Json(double value) {
  if (is_finite(value)) node_ = JsonNumber{double_text(value)};
}

Json Json::object(std::initializer_list<JsonMember> members) { return Json(JsonObject(members)); }
Json Json::array(std::initializer_list<Json> items) { return Json(JsonArray(items)); }

const Json* Json::find(std::string_view key) const {
  const JsonObject* members = if_object();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members)
    if (name == key) return &value;
  return nullptr;
}

std::string Json::text(std::string_view key, std::string_view fallback) const {
  const Json* member = find(key);
  const std::string* value = member != nullptr ? member->if_string() : nullptr;
  return value != nullptr ? *value : std::string(fallback);
}

std::int64_t Json::integer(std::string_view key, std::int64_t fallback) const {
  const Json* member = find(key);
  return member != nullptr ? member->as_int64().value_or(fallback) : fallback;
}

bool Json::boolean(std::string_view key, bool fallback) const {
  const Json* member = find(key);
  const bool* value = member != nullptr ? member->if_bool() : nullptr;
  return value != nullptr ? *value : fallback;
}

std::optional<std::int64_t> Json::as_int64() const {
  const JsonNumber* number = if_number();
  if (number == nullptr) return std::nullopt;
  const std::string& digits = number->text;
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure == std::errc() && end == digits.data() + digits.size()) return value;
  const auto plain = parse_decimal(digits);  // "1e3", "2.0"
  return plain ? int64_of_decimal(*plain) : std::nullopt;
}

Json& Json::set(std::string_view key, Json value) {
  if (is_null()) node_ = JsonObject();
  if (JsonObject* members = if_object()) {
    for (auto& [name, old] : *members) {
      if (name != key) continue;
      old = std::move(value);
      return *this;
    }
    members->emplace_back(std::string(key), std::move(value));
  }
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) node_ = JsonArray();
  if (JsonArray* items = if_array()) items->push_back(std::move(value));
  return *this;
}

}  // namespace recoupe::core
