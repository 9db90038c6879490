#include "sources/mql/ejson.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/hash.hpp"
#include "core/value.hpp"
#include "rows/extended_json.hpp"

namespace recoupe::sources::mql::ejson {
namespace {

using core::Json;

constexpr std::array<std::string_view, 17> type_words = {
    "$oid",       "$numberInt",         "$numberLong", "$numberDouble", "$numberDecimal", "$date",
    "$binary",    "$uuid",              "$timestamp",  "$minKey",       "$maxKey",        "$undefined",
    "$code",      "$regularExpression", "$symbol",     "$dbPointer",    "$scope"};

Json wrap(std::string_view word, Json value) { return Json::object({{std::string(word), std::move(value)}}); }

const std::string* wrapped_text(const Json& json, std::string_view word) {
  const auto wrapper = wrapper_of(json);
  return wrapper && wrapper->word == word ? wrapper->value->if_string() : nullptr;
}

std::optional<std::int64_t> whole(const std::string* text) {
  if (text == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return value;
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string bytes_of_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return bytes;
}

std::optional<std::string> bytes_of_uuid(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  if (text.size() != 36) return std::nullopt;
  for (const std::size_t dash : {8, 13, 18, 23})
    if (text[dash] != '-') return std::nullopt;
  std::erase(text, '-');
  if (text.size() != 32 || !is_hex(text)) return std::nullopt;
  return bytes_of_hex(text);
}

std::int64_t floor_ms(core::Timestamp instant) {
  return instant.micros / 1000 - (instant.micros % 1000 < 0 ? 1 : 0);
}

}  // namespace

Json int32(std::int32_t value) { return wrap("$numberInt", std::to_string(value)); }
Json int64(std::int64_t value) { return wrap("$numberLong", std::to_string(value)); }

Json float64(double value) {
  if (std::isnan(value)) return wrap("$numberDouble", "NaN");
  if (std::isinf(value)) return wrap("$numberDouble", value < 0 ? "-Infinity" : "Infinity");
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return wrap("$numberDouble", std::move(text));
}

Json decimal(std::string text) { return wrap("$numberDecimal", std::move(text)); }
Json date(std::int64_t ms) { return wrap("$date", int64(ms)); }
Json object_id(std::string hex) { return wrap("$oid", std::move(hex)); }

Json binary(std::string_view bytes, std::uint8_t subtype) {
  const std::string byte(1, static_cast<char>(subtype));
  return wrap("$binary", Json::object({{"base64", rows::base64(bytes)}, {"subType", core::hex(byte)}}));
}

Json uuid(std::string_view text) {
  const auto bytes = bytes_of_uuid(std::string(text));
  return bytes ? binary(*bytes, 4) : Json();
}

bool is_type_word(std::string_view word) { return std::ranges::find(type_words, word) != type_words.end(); }

std::optional<Wrapper> wrapper_of(const Json& json) {
  const auto* members = json.if_object();
  if (members == nullptr || members->empty() || members->size() > 2) return std::nullopt;
  const auto& [word, value] = members->front();
  if (!is_type_word(word)) return std::nullopt;
  if (members->size() == 2 && (word != "$code" || (*members)[1].first != "$scope")) return std::nullopt;
  return Wrapper{word, &value};
}

std::optional<std::int64_t> read_int(const Json& json) {
  if (const auto value = whole(wrapped_text(json, "$numberLong"))) return value;
  const auto value = whole(wrapped_text(json, "$numberInt"));
  const bool fits = value && *value >= std::numeric_limits<std::int32_t>::min() &&
                    *value <= std::numeric_limits<std::int32_t>::max();
  return fits ? value : std::nullopt;
}

std::optional<double> read_float64(const Json& json) {
  const auto* text = wrapped_text(json, "$numberDouble");
  if (text == nullptr) return std::nullopt;
  if (*text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (*text == "Infinity") return std::numeric_limits<double>::infinity();
  if (*text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole_text = end == text->data() + text->size() && !text->empty();
  if (error != std::errc() || !whole_text || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::string> read_decimal(const Json& json) {
  const auto* text = wrapped_text(json, "$numberDecimal");
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::optional<std::int64_t> read_date(const Json& json) {
  const auto wrapper = wrapper_of(json);
  if (!wrapper || wrapper->word != "$date") return std::nullopt;
  if (const auto* text = wrapper->value->if_string()) {
    const auto instant = core::parse_timestamp(*text);
    return instant ? std::optional(floor_ms(*instant)) : std::nullopt;
  }
  const auto inner = wrapper_of(*wrapper->value);
  return inner && inner->word == "$numberLong" ? read_int(*wrapper->value) : std::nullopt;
}

std::optional<std::string> read_object_id(const Json& json) {
  const auto* text = wrapped_text(json, "$oid");
  return text != nullptr && text->size() == 24 && is_hex(*text) ? std::optional(*text) : std::nullopt;
}

std::optional<Binary> read_binary(const Json& json) {
  if (const auto* text = wrapped_text(json, "$uuid")) {
    auto bytes = bytes_of_uuid(*text);
    return bytes ? std::optional(Binary{std::move(*bytes), 4}) : std::nullopt;
  }
  const auto wrapper = wrapper_of(json);
  if (!wrapper || wrapper->word != "$binary") return std::nullopt;
  const auto* members = wrapper->value->if_object();
  const auto subtype = wrapper->value->text("subType");
  const auto* base64 = wrapper->value->find("base64");
  if (members == nullptr || members->size() != 2 || base64 == nullptr || base64->if_string() == nullptr)
    return std::nullopt;
  auto bytes = rows::from_base64(*base64->if_string());
  if (!bytes || subtype.empty() || subtype.size() > 2 || !is_hex(subtype)) return std::nullopt;
  const std::string padded = subtype.size() == 1 ? "0" + subtype : subtype;
  return Binary{std::move(*bytes), static_cast<std::uint8_t>(bytes_of_hex(padded)[0])};
}

std::optional<std::string> uuid_text(std::string_view bytes) {
  if (bytes.size() != 16) return std::nullopt;
  std::string text = core::hex(bytes);
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace recoupe::sources::mql::ejson
