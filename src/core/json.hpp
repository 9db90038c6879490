// A JSON document that loses nothing: numbers keep their text, duplicate keys and deep nesting are refused.
// Takes UTF-8 text, gives a tree; parsed once at an edge and turned into types there. Included by every edge.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace recoupe::core {

class Json;
using JsonArray = std::vector<Json>;
using JsonMember = std::pair<std::string, Json>;
using JsonObject = std::vector<JsonMember>;  // in the order written

/// A number as it was written: "1.10" stays "1.10".
struct JsonNumber {
  std::string text;
  bool operator==(const JsonNumber&) const = default;
};

class Json {
 public:
  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : node_(value) {}
  Json(int value) : Json(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value);
  Json(std::uint64_t value);
  Json(double value);  // shortest round-trip text; not finite: null
  Json(JsonNumber value) : node_(std::move(value)) {}
  Json(const char* value) : node_(std::string(value)) {}
  Json(std::string_view value) : node_(std::string(value)) {}
  Json(std::string value) : node_(std::move(value)) {}
  Json(JsonArray value) : node_(std::move(value)) {}
  Json(JsonObject value) : node_(std::move(value)) {}

  /// Makes an object from {"name", value} pairs, an array from values.
  static Json object(std::initializer_list<JsonMember> members = {});
  static Json array(std::initializer_list<Json> items = {});

  /// Parses one JSON text; refuses trailing text, duplicate keys, invalid UTF-8 and more than `depth_max` levels.
  static Result<Json> parse(std::string_view text, std::size_t depth_max = 512);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(node_); }
  [[nodiscard]] const bool* if_bool() const { return std::get_if<bool>(&node_); }
  [[nodiscard]] const std::string* if_string() const { return std::get_if<std::string>(&node_); }
  [[nodiscard]] const JsonNumber* if_number() const { return std::get_if<JsonNumber>(&node_); }
  [[nodiscard]] const JsonArray* if_array() const { return std::get_if<JsonArray>(&node_); }
  [[nodiscard]] const JsonObject* if_object() const { return std::get_if<JsonObject>(&node_); }
  [[nodiscard]] JsonArray* if_array() { return std::get_if<JsonArray>(&node_); }
  [[nodiscard]] JsonObject* if_object() { return std::get_if<JsonObject>(&node_); }

  /// Gives the member of an object, or nullptr (also when this is no object).
  [[nodiscard]] const Json* find(std::string_view key) const;
  /// Give a member's value if it is there with that type, else the fallback.
  [[nodiscard]] std::string text(std::string_view key, std::string_view fallback = {}) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t fallback = 0) const;
  [[nodiscard]] bool boolean(std::string_view key, bool fallback = false) const;
  /// Gives a number's value if it is a whole number that fits.
  [[nodiscard]] std::optional<std::int64_t> as_int64() const;

  /// Sets or replaces a member; a null becomes an object first.
  Json& set(std::string_view key, Json value);
  /// Appends an item; a null becomes an array first.
  Json& push(Json value);

  /// Writes compact JSON, members in their order, numbers as they were written.
  [[nodiscard]] std::string dump() const;
  /// Writes JSON over several lines with two spaces of indentation.
  [[nodiscard]] std::string pretty() const;

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, JsonNumber, std::string, JsonArray, JsonObject> node_;
};

/// Writes canonical JSON (RFC 8785): members sorted by UTF-16 code units, numbers as ECMAScript writes doubles.
std::string canonical(const Json& json);

/// Appends a JSON string literal, escaped as RFC 8785 says.
void append_quoted(std::string& out, std::string_view text);

}  // namespace recoupe::core
