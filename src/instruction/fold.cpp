#include "instruction/fold.hpp"

#include <algorithm>
#include <cstdint>

#include "core/unicode.hpp"
#include "core/utf8.hpp"

namespace recoupe::instruction {
namespace {

std::uint32_t point_at(std::string_view text, std::size_t at, std::size_t bytes) {
  std::uint32_t point = static_cast<unsigned char>(text[at]);
  if (bytes == 1) return point;
  point &= 0xFFu >> (bytes + 1);
  for (std::size_t i = 1; i < bytes; ++i) point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return point;
}

// Punctuation, spaces and signs beyond ASCII; whatever else is written there is taken for a letter.
bool is_sign(std::uint32_t point) {
  if (point >= 0x80 && point <= 0xBF) return point != 0xAA && point != 0xB5 && point != 0xBA;
  return point == 0xD7 || point == 0xF7 || (point >= 0x2000 && point <= 0x206F) ||
         (point >= 0x20A0 && point <= 0x20CF) || (point >= 0x2190 && point <= 0x2BFF) ||
         (point >= 0x3000 && point <= 0x303F) || (point >= 0xFE00 && point <= 0xFE6F) || point >= 0x1F000 ||
         point == 0xFEFF;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string fold(std::string_view word) {
  std::string folded = core::unaccent(core::lower(word));
  if (core::is_ascii(folded)) return folded;
  replace_all(folded, "œ", "oe");
  replace_all(folded, "æ", "ae");
  return folded;
}

std::size_t letter_bytes(std::string_view text, std::size_t at) {
  const std::size_t bytes = core::utf8_bytes(text, at);
  if (bytes == 0) return 0;
  const char c = text[at];
  if (bytes == 1) return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ? 1 : 0;
  return is_sign(point_at(text, at, bytes)) ? 0 : bytes;
}

std::size_t space_bytes(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')) return 1;
  for (const std::string_view space : {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"})
    if (text.substr(at).starts_with(space)) return space.size();
  return 0;
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

bool is_all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace recoupe::instruction
