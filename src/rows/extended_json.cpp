#include "rows/extended_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace recoupe::rows {

namespace {

using core::Json;
using core::Value;

constexpr std::int64_t micros_per_milli = 1'000;
constexpr std::string_view binary_subtype_uuid = "04";
constexpr std::string_view document_tag = "$document";

/// Words that make a one-key document a value of another type. The second line: types that the plan language has not.
constexpr std::array<std::string_view, 17> type_tags = {
    "$oid", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$date", "$binary", "$uuid", "$symbol",
    "$timestamp", "$minKey", "$maxKey", "$undefined", "$code", "$regularExpression", "$dbPointer", "$scope"};

bool is_type_tag(std::string_view tag) { return std::ranges::find(type_tags, tag) != type_tags.end(); }

Json tagged(std::string_view tag, Json value) { return Json::object({{std::string(tag), std::move(value)}}); }

/// Sets documents apart whose only key is the word that this does so with.
Json with_documents_apart(const Json& json) {
  Json out = json;
  if (core::JsonArray* items = out.if_array()) {
    for (Json& item : *items) item = with_documents_apart(item);
  } else if (core::JsonObject* members = out.if_object()) {
    for (auto& [key, item] : *members) item = with_documents_apart(item);
    if (members->size() == 1 && members->front().first == document_tag) return tagged(document_tag, std::move(out));
  }
  return out;
}

core::Error unreadable(const core::Bilingual& what) {
  return {.code = core::Code::value_unreadable,
          .origin = core::Origin::source,
          .stage = "rows",
          .message = {"Not extended JSON: " + what.en + ".",
                      "Ce n'est pas du JSON étendu : " + what.fr + "."},
          .remedy = {"Check the server's version.", "Vérifiez la version du serveur."}};
}

core::Error no_form(std::string_view type) {
  return {.code = core::Code::internal,
          .origin = core::Origin::internal,
          .stage = "rows",
          .message = {"Extended JSON has no form for " + std::string(type) + ".",
                      "Le JSON étendu n'a pas de forme pour " + std::string(type) + "."},
          .remedy = {"Report this.", "Signalez-le."}};
}

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

struct Writer {
  core::Result<Json> operator()(std::monostate) const { return Json(); }
  core::Result<Json> operator()(core::Missing) const { return core::fail(no_form("MISSING")); }
  core::Result<Json> operator()(bool value) const { return Json(value); }
  core::Result<Json> operator()(std::int64_t value) const { return tagged("$numberLong", std::to_string(value)); }
  core::Result<Json> operator()(double value) const { return tagged("$numberDouble", double_text(value)); }
  core::Result<Json> operator()(const core::Decimal& value) const { return tagged("$numberDecimal", value.text); }
  core::Result<Json> operator()(const std::string& value) const { return Json(value); }
  core::Result<Json> operator()(core::Date) const { return core::fail(no_form("DATE")); }
  core::Result<Json> operator()(core::Datetime) const { return core::fail(no_form("DATETIME")); }
  core::Result<Json> operator()(core::Time) const { return core::fail(no_form("TIME")); }
  core::Result<Json> operator()(core::Timestamp value) const {
    if (value.micros % micros_per_milli != 0) return core::fail(no_form("microseconds"));
    return tagged("$date", tagged("$numberLong", std::to_string(value.micros / micros_per_milli)));
  }
  core::Result<Json> operator()(const core::Bytes& value) const {
    return tagged("$binary", Json::object({{"base64", base64(value.data)}, {"subType", "00"}}));
  }
  core::Result<Json> operator()(const core::Uuid& value) const { return tagged("$uuid", value.text); }
  core::Result<Json> operator()(const core::ObjectId& value) const { return tagged("$oid", value.hex); }
  core::Result<Json> operator()(const core::ValueArray& value) const {
    Json out = Json::array();
    for (const Value& item : value) {
      RECOUPE_TRY(json, extended_json(item));
      out.push(std::move(json));
    }
    return out;
  }
  core::Result<Json> operator()(const core::ValueDocument& value) const {
    Json out = Json::object();
    for (const auto& [key, item] : value) {
      RECOUPE_TRY(json, extended_json(item));
      out.set(key, std::move(json));
    }
    const bool like_a_type = value.size() == 1 && value.front().first.starts_with('$');
    return like_a_type ? tagged(document_tag, std::move(out)) : out;
  }
};

core::Result<std::int64_t> whole(const Json& json) {
  const std::string* text = json.if_string();
  const std::string digits = text ? *text : json.if_number() ? json.if_number()->text : std::string();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return core::fail(unreadable({"a whole number", "un nombre entier"}));
  }
  return value;
}

core::Result<double> floating(const Json& json) {
  const std::string* text = json.if_string();
  const std::string digits = text ? *text : json.if_number() ? json.if_number()->text : std::string();
  if (digits == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (digits == "Infinity") return std::numeric_limits<double>::infinity();
  if (digits == "-Infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return core::fail(unreadable({"a number", "un nombre"}));
  }
  return value;
}

core::Result<Value> date_value(const Json& json) {
  if (const std::string* text = json.if_string()) {
    RECOUPE_TRY(instant, core::parse_timestamp(*text));
    return Value(instant);
  }
  const Json* tagged_long = json.find("$numberLong");
  RECOUPE_TRY(millis, whole(tagged_long ? *tagged_long : json));
  std::int64_t micros = 0;
  const bool too_far = __builtin_mul_overflow(millis, micros_per_milli, &micros);
  if (too_far) return core::fail(unreadable({"an instant", "un instant"}));
  return Value(core::Timestamp{micros});
}

std::string uuid_text(std::string_view bytes) {
  std::string text;
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text += digits[byte >> 4];
    text += digits[byte & 15U];
  }
  return text;
}

core::Result<Value> binary_value(const Json& json) {
  const Json* data = json.find("base64");
  if (!data || !data->if_string()) return core::fail(unreadable({"$binary", "$binary"}));
  RECOUPE_TRY(bytes, from_base64(*data->if_string()));
  const bool is_uuid = json.text("subType") == binary_subtype_uuid && bytes.size() == 16;
  if (is_uuid) return Value(core::Uuid{uuid_text(bytes)});
  return Value(core::Bytes{std::move(bytes)});
}

/// Reads {"$tag": …}; what the plan language has no type for stays the document that it is written as.
core::Result<Value> tagged_value(const core::JsonMember& member) {
  const auto& [tag, json] = member;
  if (tag == "$numberInt" || tag == "$numberLong") {
    RECOUPE_TRY(value, whole(json));
    return Value(value);
  }
  if (tag == "$numberDouble") {
    RECOUPE_TRY(value, floating(json));
    return Value(value);
  }
  if (tag == "$date") return date_value(json);
  if (tag == "$binary") return binary_value(json);
  if (json.if_string()) {
    if (tag == "$numberDecimal") return Value(core::Decimal{*json.if_string()});
    if (tag == "$oid") return Value(core::ObjectId{*json.if_string()});
    if (tag == "$uuid") return Value(core::Uuid{*json.if_string()});
    if (tag == "$symbol") return Value(*json.if_string());
  }
  RECOUPE_TRY(value, value_of_extended_json(json));
  core::ValueDocument document;
  document.emplace_back(tag, std::move(value));
  return Value(std::move(document));
}

core::Result<Value> number_value(const core::JsonNumber& number) {
  if (number.text.find_first_of(".eE") == std::string::npos) {
    if (auto value = whole(Json(number))) return Value(*value);
  }
  RECOUPE_TRY(value, floating(Json(number)));
  return Value(value);
}

}  // namespace

std::string cell_of_reply(const Json& json) {
  std::string text = json.dump();
  if (text.find(document_tag) == std::string::npos) return text;
  return with_documents_apart(json).dump();
}

const core::JsonObject* document_in(const Json& cell) {
  const core::JsonObject* members = cell.if_object();
  if (!members || members->size() != 1) return members;
  const auto& [tag, inside] = members->front();
  if (tag == document_tag) return inside.if_object();
  return is_type_tag(tag) ? nullptr : members;
}

core::Result<Json> extended_json(const Value& value) {
  return std::visit(Writer{}, static_cast<const Value::variant&>(value));
}

core::Result<Value> value_of_extended_json(const Json& json) {
  if (json.is_null()) return Value();
  if (const bool* value = json.if_bool()) return Value(*value);
  if (const std::string* value = json.if_string()) return Value(*value);
  if (const core::JsonNumber* value = json.if_number()) return number_value(*value);
  if (const core::JsonArray* items = json.if_array()) {
    core::ValueArray array;
    for (const Json& item : *items) {
      RECOUPE_TRY(value, value_of_extended_json(item));
      array.push_back(std::move(value));
    }
    return Value(std::move(array));
  }
  const core::JsonObject* members = document_in(json);
  if (!members) return tagged_value(json.if_object()->front());
  core::ValueDocument document;
  for (const auto& [key, item] : *members) {
    RECOUPE_TRY(value, value_of_extended_json(item));
    document.emplace_back(key, std::move(value));
  }
  return Value(std::move(document));
}

}  // namespace recoupe::rows
