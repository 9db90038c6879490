#include "mcp/argument_headers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mcp/eras.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

constexpr std::string_view mark = "x-mcp-header";
constexpr std::string_view prefix = "=?base64?";
constexpr std::string_view suffix = "?=";
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text.push_back(i <= count ? digits[group >> (18 - 6 * i) & 63U] : '=');
  }
  return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  unsigned group = 0;
  int bits = 0;
  const std::size_t end = std::min(text.find('='), text.size());
  if (text.size() - end > 2 || text.find_first_not_of('=', end) != std::string_view::npos) return std::nullopt;
  for (const char c : text.substr(0, end)) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    group = group << 6 | static_cast<unsigned>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>(group >> bits & 255U));
    }
  }
  return bytes;
}

bool is_encoded(std::string_view text) {
  return text.size() >= prefix.size() + suffix.size() && text.starts_with(prefix) && text.ends_with(suffix);
}

/// Walks a schema: a mark counts only on a property that a chain of `properties` leads to, and stands nowhere else.
class Walk {
 public:
  std::optional<std::string> flaw;
  std::vector<ArgumentHeader> found;

  void schema(const Json& json, bool is_reachable) {
    const auto* members = json.if_object();
    if (!members || flaw) return;
    for (const auto& [key, value] : *members) {
      if (key == mark) {
        note(json, value, is_reachable);
      } else if (key == "properties") {
        properties(value, is_reachable);
      } else if (std::ranges::find(maps, key) != maps.end()) {
        properties(value, false);
      } else if (std::ranges::find(data, key) == data.end()) {
        below(value);
      }
    }
  }

 private:
  static constexpr std::array<std::string_view, 4> maps = {"patternProperties", "$defs", "definitions", "dependentSchemas"};
  static constexpr std::array<std::string_view, 4> data = {"default", "const", "enum", "examples"};

  void properties(const Json& json, bool is_reachable) {
    const auto* members = json.if_object();
    if (!members) return;
    for (const auto& [name, value] : *members) {
      path_.push_back(name);
      schema(value, is_reachable);
      path_.pop_back();
    }
  }

  void below(const Json& json) {
    schema(json, false);
    if (const auto* items = json.if_array()) {
      for (const Json& item : *items) below(item);
    }
  }

  void note(const Json& property, const Json& value, bool is_reachable) {
    const std::string type = property.text("type");
    if (!is_reachable || path_.empty()) {
      flaw = "x-mcp-header stands where no chain of properties leads";
    } else if (!value.if_string() || !wire::is_header_name(*value.if_string())) {
      flaw = "x-mcp-header is no header name";
    } else if (type != "string" && type != "integer" && type != "boolean") {
      flaw = "x-mcp-header marks what is no string, integer or boolean";
    } else if (std::ranges::any_of(found, [&](const ArgumentHeader& other) {
                 return wire::equal_ignoring_case(other.header, header::argument + *value.if_string());
               })) {
      flaw = "x-mcp-header " + *value.if_string() + " stands twice";
    } else {
      found.push_back({header::argument + *value.if_string(), path_, type});
    }
  }

  std::vector<std::string> path_;
};

std::optional<std::string> plain_text(const Json& value) {
  if (const auto* text = value.if_string()) return *text;
  if (const auto* number = value.if_number()) return number->text;
  if (const auto* truth = value.if_bool()) return *truth ? "true" : "false";
  return std::nullopt;
}

}  // namespace

std::expected<std::vector<ArgumentHeader>, std::string> argument_headers_of(const Json& schema) {
  Walk walk;
  walk.schema(schema, true);
  if (walk.flaw) return std::unexpected(*std::move(walk.flaw));
  return std::move(walk.found);
}

wire::HttpHeaders header_fields(const std::vector<ArgumentHeader>& marked, const Json& arguments) {
  wire::HttpHeaders fields;
  for (const ArgumentHeader& argument : marked) {
    const Json* value = &arguments;
    for (const std::string& step : argument.path) value = value ? value->find(step) : nullptr;
    if (const auto text = value ? plain_text(*value) : std::nullopt) fields.emplace_back(argument.header, header_text(*text));
  }
  return fields;
}

std::string header_text(std::string_view text) {
  const bool is_plain = wire::is_header_value(text) && text.find('\t') == std::string_view::npos && !is_encoded(text);
  if (is_plain) return std::string(text);
  return std::string(prefix) + base64(text) + std::string(suffix);
}

std::optional<std::string> text_of_header(std::string_view value) {
  if (is_encoded(value)) return bytes_of_base64(value.substr(prefix.size(), value.size() - prefix.size() - suffix.size()));
  return wire::is_header_value(value) ? std::optional(std::string(value)) : std::nullopt;
}

}  // namespace recoupe::mcp
