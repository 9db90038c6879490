#include "sources/sql/literal.hpp"

namespace recoupe::sources::sql {

std::string quoted_literal(std::string_view text) {
  // With a backslash in it only E'…' is read the same by every session; the space keeps the E from a word before it.
  std::string out = text.find('\\') == std::string_view::npos ? "'" : " E'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + '\'';
}

}  // namespace recoupe::sources::sql
