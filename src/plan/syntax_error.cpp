#include "plan/syntax_error.hpp"

#include <utility>

namespace recoupe::plan {

core::Error syntax_error(const core::Span& span, core::Bilingual message, core::Bilingual remedy) {
  const std::string line = std::to_string(span.line);
  const std::string column = std::to_string(span.column);
  for (std::string* text : {&message.en, &message.fr}) {
    if (text->ends_with('.')) text->pop_back();
  }
  core::Error error;
  error.code = core::Code::syntax;
  error.origin = core::Origin::user;
  error.stage = "plan";
  error.message = {"Line " + line + ", column " + column + ": " + message.en + ".",
                   "Ligne " + line + ", colonne " + column + " : " + message.fr + "."};
  error.remedy = std::move(remedy);
  error.span = span;
  return error;
}

std::string shown(std::string_view text) {
  if (text.size() <= shown_bytes_max) return std::string(text);
  std::size_t end = shown_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace recoupe::plan
