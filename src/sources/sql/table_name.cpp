#include "sources/sql/table_name.hpp"

#include <vector>

namespace recoupe::sources::sql {

std::string quoted_identifier(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string quoted_name(const QualifiedName& name) {
  return quoted_identifier(name.schema) + "." + quoted_identifier(name.name);
}

std::optional<QualifiedName> qualified_name(std::string_view text) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      parts.back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (quoted || parts.size() != 2 || parts[0].empty() || parts[1].empty()) return std::nullopt;
  return QualifiedName{parts[0], parts[1]};
}

}  // namespace recoupe::sources::sql
