#include "sources/mql/like.hpp"

namespace recoupe::sources::mql {

std::optional<std::string> regex_of_like(std::string_view pattern) {
  constexpr std::string_view special = "\\^$.|?*+()[]{}/-#&~ ";
  if (pattern.find('\0') != std::string_view::npos) return std::nullopt;
  std::string regex = "^";
  for (const char c : pattern) {
    if (c == '%') {
      regex += "[\\s\\S]*";
    } else if (c == '_') {
      regex += "[\\s\\S]";
    } else {
      if (special.find(c) != std::string_view::npos) regex += '\\';
      regex += c;
    }
  }
  return regex + "$";
}

}  // namespace recoupe::sources::mql
