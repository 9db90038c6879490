#include <algorithm>
#include <charconv>

#include "core/double_text.hpp"
#include "core/json.hpp"
#include "core/utf8.hpp"

namespace recoupe::core {
namespace {

// UTF-16 order differs from byte order only where a surrogate pair meets U+E000…U+FFFF.
bool before_in_utf16(std::string_view left, std::string_view right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (l == left.end() || r == right.end()) return l == left.end() && r != right.end();
  const auto a = static_cast<unsigned char>(*l);
  const auto b = static_cast<unsigned char>(*r);
  const bool a_pair = a >= 0xF0;
  const bool b_pair = b >= 0xF0;
  if (a_pair != b_pair && a >= 0xEE && b >= 0xEE) return a_pair;
  return a < b;
}

std::string canonical_number(const std::string& text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Beyond the range of doubles RFC 8785 has no form; the text says it exactly.
  if (failure == std::errc::result_out_of_range || end != text.data() + text.size()) return text;
  return value == 0 ? "0" : double_text(value);
}

struct Form {
  bool canonical = false;
  bool pretty = false;
};

void write(std::string& out, const Json& json, Form form, std::size_t level);

void new_line(std::string& out, Form form, std::size_t level) {
  if (form.pretty) out.append("\n").append(level * 2, ' ');
}

void write_object(std::string& out, const JsonObject& members, Form form, std::size_t level) {
  std::vector<const JsonMember*> order;
  order.reserve(members.size());
  for (const auto& member : members) order.push_back(&member);
  if (form.canonical)
    std::stable_sort(order.begin(), order.end(),
                     [](const JsonMember* a, const JsonMember* b) { return before_in_utf16(a->first, b->first); });
  out.push_back('{');
  bool first = true;
  for (const JsonMember* member : order) {
    if (!first) out.push_back(',');
    first = false;
    new_line(out, form, level + 1);
    append_quoted(out, member->first);
    out.append(form.pretty ? ": " : ":");
    write(out, member->second, form, level + 1);
  }
  if (!members.empty()) new_line(out, form, level);
  out.push_back('}');
}

void write_array(std::string& out, const JsonArray& items, Form form, std::size_t level) {
  out.push_back('[');
  bool first = true;
  for (const Json& item : items) {
    if (!first) out.push_back(',');
    first = false;
    new_line(out, form, level + 1);
    write(out, item, form, level + 1);
  }
  if (!items.empty()) new_line(out, form, level);
  out.push_back(']');
}

void write(std::string& out, const Json& json, Form form, std::size_t level) {
  if (const bool* truth = json.if_bool())
    out.append(*truth ? "true" : "false");
  else if (const JsonNumber* number = json.if_number())
    out.append(form.canonical ? canonical_number(number->text) : number->text);
  else if (const std::string* text = json.if_string())
    append_quoted(out, *text);
  else if (const JsonArray* items = json.if_array())
    write_array(out, *items, form, level);
  else if (const JsonObject* members = json.if_object())
    write_object(out, *members, form, level);
  else
    out.append("null");
}

std::string written(const Json& json, Form form) {
  std::string out;
  write(out, json, form, 0);
  return out;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const std::size_t bytes = utf8_bytes(text, at);
      if (bytes == 0)
        out.append("\xEF\xBF\xBD");  // U+FFFD: JSON has no other way to say "no text"
      else
        out.append(text, at, bytes);
      at += std::max<std::size_t>(bytes, 1);
      continue;
    }
    ++at;
    switch (byte) {
      case '"': out.append("\\\""); break;
      case '\\': out.append("\\\\"); break;
      case '\b': out.append("\\b"); break;
      case '\t': out.append("\\t"); break;
      case '\n': out.append("\\n"); break;
      case '\f': out.append("\\f"); break;
      case '\r': out.append("\\r"); break;
      default:
        if (byte < 0x20)
          out.append("\\u00").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
        else
          out.push_back(static_cast<char>(byte));
    }
  }
  out.push_back('"');
}

std::string Json::dump() const { return written(*this, {}); }
std::string Json::pretty() const { return written(*this, {.canonical = false, .pretty = true}); }
std::string canonical(const Json& json) { return written(json, {.canonical = true, .pretty = false}); }

}  // namespace recoupe::core
