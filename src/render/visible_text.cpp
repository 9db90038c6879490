#include "render/visible_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace recoupe::render {

namespace {

struct Range {
  char32_t from;
  char32_t to;
};

// Marks that stand on the character before (Unicode's Mn and Me that occur in data, and joiners).
constexpr std::array no_width = std::to_array<Range>(
    {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},   {0x670, 0x670},
     {0x6D6, 0x6DC},   {0x93C, 0x93C},   {0x941, 0x948},   {0x94D, 0x94D},   {0xE31, 0xE31},   {0xE34, 0xE3A},
     {0xE47, 0xE4E},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0x302A, 0x302D},
     {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}});

// East Asian wide and full-width, and emoji.
constexpr std::array two_wide = std::to_array<Range>(
    {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},
     {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
     {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
     {0x20000, 0x3FFFD}});

// Marks that reorder or hide what stands around them.
constexpr std::array deceiving = std::to_array<Range>({{0x61C, 0x61C},
                                                       {0x200E, 0x200F},
                                                       {0x2028, 0x202E},
                                                       {0x2060, 0x206F},
                                                       {0xFEFF, 0xFEFF},
                                                       {0xFFF9, 0xFFFB},
                                                       {0xE0000, 0xE007F}});

bool is_in(std::span<const Range> ranges, char32_t point) {
  return std::ranges::any_of(ranges, [point](Range range) { return range.from <= point && point <= range.to; });
}

struct Decoded {
  char32_t point = 0xFFFD;
  std::size_t bytes = 1;
  bool valid = false;
};

Decoded decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {};
  char32_t point = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80) return {};
    point = (point << 6) | (next & 0x3FU);
  }
  const bool shortest = size == 2 || (size == 3 ? point >= 0x800 : point >= 0x10000);
  if (!shortest || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
  return {point, size, true};
}

std::string code_of(char32_t point) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string hex;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const auto digit = static_cast<std::size_t>((point >> shift) & 0xFU);
    if (digit != 0 || !hex.empty() || shift < 8) hex += digits[digit];
  }
  return "\\u{" + hex + "}";
}

/// French sets a space before these; a line never begins with one.
bool belongs_to_word_before(std::string_view word) {
  return word == ":" || word == ";" || word == "?" || word == "!" || word == "»";
}

int width_of_point(char32_t point) { return is_in(no_width, point) ? 0 : is_in(two_wide, point) ? 2 : 1; }

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) {
      out += "\uFFFD";
    } else if (next.point < 0x20) {  // U+2400 and on: the pictures of C0
      out += {'\xE2', '\x90', static_cast<char>(0x80 + next.point)};
    } else if (next.point == 0x7F) {
      out += "\u2421";
    } else if ((next.point >= 0x80 && next.point < 0xA0) || is_in(deceiving, next.point)) {
      out += code_of(next.point);
    } else {
      out += text.substr(0, next.bytes);
    }
    text.remove_prefix(next.bytes);
  }
  return out;
}

int width_of(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Decoded next = decode(text);
    width += width_of_point(next.point);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::string cut_to(std::string_view text, int width_max) {
  if (width_of(text) <= width_max) return std::string(text);
  std::string out;
  int width = 0;
  while (!text.empty()) {
    const Decoded next = decode(text);
    width += width_of_point(next.point);
    if (width > width_max - 1) break;
    out += text.substr(0, next.bytes);
    text.remove_prefix(next.bytes);
  }
  return out + "…";
}

std::string wrapped(std::string_view text, int width_max, std::string_view indent) {
  std::string out;
  const int room = std::max(width_max - width_of(indent), 10);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::string_view rest = line;
    int width = 0;
    out += indent;
    while (!rest.empty()) {
      const std::size_t space = rest.find(' ');
      const std::string word = visible(rest.substr(0, space));
      rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
      const int needed = width_of(word);
      if (width > 0 && width + 1 + needed > room && !belongs_to_word_before(word)) {
        out += '\n';
        out += indent;
        width = 0;
      } else if (width > 0) {
        out += ' ';
        ++width;
      }
      out += word;
      width += needed;
    }
    out += '\n';
  }
  return out;
}

}  // namespace recoupe::render
