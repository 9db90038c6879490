#include "sources/postgres_mcp/python_text.hpp"

#include <charconv>
#include <cstdint>

namespace recoupe::sources::postgres_mcp {
namespace {

void append_utf8(std::string& out, std::uint32_t point) {
  const auto push = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) return push(point);
  if (point < 0x800) {
    push(0xC0 | (point >> 6));
  } else {
    if (point < 0x10000) {
      push(0xE0 | (point >> 12));
    } else {
      push(0xF0 | (point >> 18));
      push(0x80 | ((point >> 12) & 0x3F));
    }
    push(0x80 | ((point >> 6) & 0x3F));
  }
  push(0x80 | (point & 0x3F));
}

/// Takes \xhh and the like: `digits` hexadecimal digits, a code point that is no surrogate.
bool take_code_point(std::string_view& rest, std::size_t digits, std::string& out) {
  std::uint32_t point = 0;
  if (rest.size() < digits) return false;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + digits, point, 16);
  if (failure != std::errc() || end != rest.data() + digits) return false;
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
  append_utf8(out, point);
  rest.remove_prefix(digits);
  return true;
}

bool take_escape(std::string_view& rest, std::string& out) {
  if (rest.empty()) return false;
  const char kind = rest[0];
  rest.remove_prefix(1);
  switch (kind) {
    case '\\':
    case '\'':
    case '"': out += kind; return true;
    case 'n': out += '\n'; return true;
    case 'r': out += '\r'; return true;
    case 't': out += '\t'; return true;
    case 'x': return take_code_point(rest, 2, out);
    case 'u': return take_code_point(rest, 4, out);
    case 'U': return take_code_point(rest, 8, out);
    default: return false;
  }
}

}  // namespace

std::optional<std::string> text_of_python(std::string_view literal) {
  if (literal.size() < 2 || (literal[0] != '\'' && literal[0] != '"') || literal.back() != literal[0]) return std::nullopt;
  const char quote = literal[0];
  std::string_view rest = literal.substr(1, literal.size() - 2);
  std::string out;
  out.reserve(rest.size());
  while (!rest.empty()) {
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c == quote) return std::nullopt;
    if (c != '\\') out += c;
    else if (!take_escape(rest, out)) return std::nullopt;
  }
  return out;
}

}  // namespace recoupe::sources::postgres_mcp
