#include "sources/sql/json_value.hpp"

#include <utility>

#include "core/decimal.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;
using core::Kind;
using core::Value;

std::optional<Value> decimal_of(const core::JsonNumber& number) {
  auto decimal = core::parse_decimal(number.text);
  if (!decimal) return std::nullopt;
  return core::Decimal{*std::move(decimal)};
}

std::optional<Value> array_of(const core::JsonArray& items, const core::Type& type) {
  core::ValueArray array;
  for (const Json& item : items) {
    auto value = json_value(item, type);
    if (!value) return std::nullopt;
    array.push_back(*std::move(value));
  }
  return array;
}

std::optional<Value> document_of(const core::JsonObject& members) {
  core::ValueDocument document;
  for (const auto& [key, item] : members) {
    auto value = json_value(item, Kind::mixed);
    if (!value) return std::nullopt;
    document.emplace_back(key, *std::move(value));
  }
  return document;
}

/// What a path finds: nothing, one value, or those behind an array.
struct Found {
  std::vector<const Json*> places;
  bool many = false;
};

void follow(const Json& json, std::span<const std::string> path, Found& found) {
  if (path.empty()) return found.places.push_back(&json);
  if (const auto* items = json.if_array()) {
    found.many = true;
    for (const Json& item : *items) {
      if (item.if_object()) follow(item, path, found);
    }
  } else if (const Json* inner = json.if_object() ? json.find(path.front()) : nullptr) {
    follow(*inner, path.subspan(1), found);
  }
}

}  // namespace

std::optional<core::Value> json_value(const core::Json& json, const core::Type& type) {
  if (json.is_null()) return Value();
  const bool any = type.kind == Kind::mixed;
  if (const auto* truth = json.if_bool(); truth && (any || type.kind == Kind::bool_)) return *truth;
  if (const auto* text = json.if_string(); text && (any || type.kind == Kind::string)) return *text;
  if (const auto* number = json.if_number(); number && (any || type.kind == Kind::numeric)) {
    const auto whole = any ? json.as_int64() : std::nullopt;
    return whole ? std::optional<Value>(*whole) : decimal_of(*number);
  }
  if (const auto* items = json.if_array()) {
    if (any) return array_of(*items, Kind::mixed);
    return type.kind == Kind::array && type.element ? array_of(*items, *type.element) : std::nullopt;
  }
  if (const auto* members = json.if_object(); members && (any || type.kind == Kind::document)) return document_of(*members);
  return std::nullopt;
}

std::optional<core::Value> json_value_at(const core::Json& json, std::span<const std::string> path, const core::Type& type,
                                         bool crosses) {
  if (path.empty()) return json_value(json, type);
  Found found;
  follow(json, path, found);
  if (found.places.empty() && (!found.many || !crosses)) return core::Missing();
  const bool list = found.many || (crosses && type.kind == Kind::array);
  if (!list) return json_value(*found.places.front(), type);
  if (type.kind != Kind::array && type.kind != Kind::mixed) return std::nullopt;
  core::ValueArray items;
  for (const Json* place : found.places) {
    auto value = json_value(*place, type.kind == Kind::array && type.element ? *type.element : core::Type(Kind::mixed));
    if (!value) return std::nullopt;
    items.push_back(*std::move(value));
  }
  return items;
}

}  // namespace recoupe::sources::sql
