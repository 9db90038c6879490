#include "sources/mql/tagged.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using Value = std::optional<Json>;

std::optional<std::int64_t> whole(const Json& json) {
  const auto* text = json.if_string();
  if (text == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool all = error == std::errc() && end == text->data() + text->size() && !text->empty();
  return all ? std::optional(value) : std::nullopt;
}

/// Servers spell what is no number in several ways.
std::optional<double> double_of(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (text == "nan" || text == "-nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf" || text == "infinity") return std::numeric_limits<double>::infinity();
  if (text == "-inf" || text == "-infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool all = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return all ? std::optional(value) : std::nullopt;
}

Value of_double(const Json& raw) {
  const auto* number = raw.if_number();
  const auto* text = raw.if_string();
  if (number == nullptr && text == nullptr) return std::nullopt;
  const auto value = double_of(number != nullptr ? number->text : *text);
  return value ? Value(ejson::float64(*value)) : std::nullopt;
}

/// A bare text: a UUID has dashes, base64 has none and leaves the subtype untold.
Value of_binary(const Json& raw, Untold untold) {
  if (const auto binary = ejson::read_binary(raw)) return ejson::binary(binary->bytes, binary->subtype);
  const auto* text = raw.if_string();
  if (text == nullptr) return std::nullopt;
  if (Json uuid = ejson::uuid(*text); !uuid.is_null()) return uuid;
  const Json bare = Json::object({{"$binary", Json::object({{"base64", *text}, {"subType", "00"}})}});
  const auto binary = ejson::read_binary(bare);
  return binary && untold == Untold::type_kept ? Value(bare) : std::nullopt;
}

Value of_timestamp(const Json& raw) {
  const auto wrapper = ejson::wrapper_of(raw);
  if (!wrapper || wrapper->word != "$timestamp") return std::nullopt;
  if (wrapper->value->if_object() != nullptr) return raw;
  std::uint64_t bits = 0;  // both halves in one number
  const auto* text = wrapper->value->if_string();
  if (text == nullptr) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), bits);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return Json::object({{"$timestamp", Json::object({{"t", static_cast<std::int64_t>(bits >> 32U)},
                                                    {"i", static_cast<std::int64_t>(bits & 0xffffffffU)}})}});
}

/// Gives the text of {"$code": …} or {"code": …}.
Value of_code(const Json& raw) {
  const auto* members = raw.if_object();
  if (members == nullptr || members->size() != 1) return std::nullopt;
  const auto& [name, text] = members->front();
  const bool is_code = (name == "$code" || name == "code") && text.if_string() != nullptr;
  return is_code ? Value(Json::object({{"$code", text}})) : std::nullopt;
}

Value of_regex(const Json& raw, Untold untold) {
  const auto wrapper = ejson::wrapper_of(raw);
  if (wrapper && wrapper->word == "$regularExpression")
    return Json::object({{"$regularExpression", Json::object({{"pattern", wrapper->value->text("pattern")},
                                                              {"options", wrapper->value->text("options")}})}});
  if (untold == Untold::refused) return std::nullopt;
  return Json::object({{"$regularExpression", Json::object({{"pattern", ""}, {"options", ""}})}});
}

/// A type whose content no server tells whole.
Value of_untold(std::string_view type, Untold untold) {
  if (untold == Untold::refused) return std::nullopt;
  if (type == "javascriptWithScope") return Json::object({{"$code", ""}, {"$scope", Json::object()}});
  if (type == "dbPointer") return Json::object({{"$dbPointer", Json::object()}});
  return std::nullopt;
}

Value of_scalar(std::string_view type, const Json& raw, Untold untold) {
  if (type == "long") {
    const auto value = whole(raw);
    return value ? Value(ejson::int64(*value)) : std::nullopt;
  }
  if (type == "double") return of_double(raw);
  if (type == "decimal") {
    const auto* text = raw.if_string();
    return text != nullptr && core::parse_decimal(*text) ? Value(ejson::decimal(*text)) : std::nullopt;
  }
  if (type == "date") {
    const auto ms = whole(raw);
    return ms ? Value(ejson::date(*ms)) : std::nullopt;
  }
  if (type == "objectId") {
    Json id = ejson::object_id(raw.if_string() == nullptr ? std::string() : *raw.if_string());
    return ejson::read_object_id(id) ? Value(std::move(id)) : std::nullopt;
  }
  if (type == "binData") return of_binary(raw, untold);
  if (type == "timestamp") return of_timestamp(raw);
  if (type == "regex") return of_regex(raw, untold);
  if (type == "javascript") return of_code(raw);
  if (type == "symbol") return raw.if_string() != nullptr ? Value(Json::object({{"$symbol", raw}})) : std::nullopt;
  return of_untold(type, untold);
}

struct Pair {
  const std::string* name;
  const Json* value;
};

std::optional<std::vector<Pair>> pairs_of(const Json& content) {
  const auto* items = content.if_array();
  if (items == nullptr) return std::nullopt;
  std::vector<Pair> pairs;
  for (const Json& item : *items) {
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].if_string() == nullptr) return std::nullopt;
    pairs.push_back({(*pair)[0].if_string(), &(*pair)[1]});
  }
  return pairs;
}

bool has_duplicate(const core::JsonObject& object) {
  std::vector<std::string_view> names;
  for (const auto& member : object) names.emplace_back(member.first);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

Value document_of(const std::vector<Pair>& pairs, const std::function<Untold(std::string_view)>& untold) {
  core::JsonObject members;
  for (const Pair& pair : pairs) {
    auto value = value_of_tagged(*pair.value, untold(*pair.name));
    if (!value) return std::nullopt;
    members.emplace_back(*pair.name, *std::move(value));
  }
  if (has_duplicate(members)) return std::nullopt;
  Json document(std::move(members));
  return ejson::wrapper_of(document) ? std::nullopt : Value(std::move(document));
}

Value container_of(std::string_view type, const Json& content, Untold untold) {
  const auto pairs = pairs_of(content);
  if (!pairs) return std::nullopt;
  if (type == "object") return document_of(*pairs, [&](std::string_view) { return untold; });
  core::JsonArray items;
  for (const Pair& pair : *pairs) {
    auto value = value_of_tagged(*pair.value, untold);
    if (!value) return std::nullopt;
    items.push_back(*std::move(value));
  }
  return Json(std::move(items));
}

/// A type without content: what has none, and containers below the last level.
Value of_type_alone(std::string_view type, Untold untold) {
  if (type == "minKey") return Json::object({{"$minKey", 1}});
  if (type == "maxKey") return Json::object({{"$maxKey", 1}});
  if (type == "undefined") return Json::object({{"$undefined", true}});
  if (untold == Untold::refused) return std::nullopt;
  if (type == "object") return Json::object();
  if (type == "array") return Json::array();
  return std::nullopt;
}

}  // namespace

Value value_of_tagged(const Json& tagged, Untold untold) {
  if (tagged.is_null() || tagged.if_string() != nullptr || tagged.if_bool() != nullptr) return tagged;
  if (tagged.if_number() != nullptr) {
    const auto value = tagged.as_int64();
    const bool fits = value && *value >= std::numeric_limits<std::int32_t>::min() && *value <= std::numeric_limits<std::int32_t>::max();
    return fits ? Value(ejson::int32(static_cast<std::int32_t>(*value))) : std::nullopt;
  }
  const auto* parts = tagged.if_array();
  if (parts == nullptr || parts->empty() || parts->size() > 2 || parts->front().if_string() == nullptr) return std::nullopt;
  const std::string& type = *parts->front().if_string();
  if (parts->size() == 1) return of_type_alone(type, untold);
  const Json& content = parts->back();
  if (type == "object" || type == "array") return container_of(type, content, untold);
  return of_scalar(type, content, untold);
}

Value document_of_tagged(const Json& tagged, const std::function<Untold(std::string_view member)>& untold) {
  const auto* parts = tagged.if_array();
  if (parts == nullptr || parts->size() != 2 || parts->front() != Json("object")) return std::nullopt;
  const auto pairs = pairs_of(parts->back());
  return pairs ? document_of(*pairs, untold) : std::nullopt;
}

}  // namespace recoupe::sources::mql
