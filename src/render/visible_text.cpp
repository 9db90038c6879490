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
    {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x5BF, 0x5BF},   {0x5C1, 0x5C2},   {0x5C4, 0x5C5},
     {0x610, 0x61A},   {0x64B, 0x65F},   {0x670, 0x670},   {0x6D6, 0x6DC},   {0x6DF, 0x6E4},   {0x6E7, 0x6E8},
     {0x6EA, 0x6ED},   {0x900, 0x902},   {0x93A, 0x93A},   {0x93C, 0x93C},   {0x941, 0x948},   {0x94D, 0x94D},
     {0xE31, 0xE31},   {0xE34, 0xE3A},   {0xE47, 0xE4E},   {0x1160, 0x11FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
     {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
     {0xE0100, 0xE01EF}});

// East Asian wide and full-width, and emoji (Unicode's EastAsianWidth W and F).
constexpr std::array two_wide = std::to_array<Range>(
    {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},   {0x23F3, 0x23F3},
     {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},
     {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
     {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},   {0x26FA, 0x26FA},
     {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},
     {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},
     {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
     {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F004, 0x1F004},
     {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335},
     {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0},
     {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
     {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4},
     {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6D7},
     {0x1F6DC, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1F93A},
     {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}});

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

int width_of_point(char32_t point) {
  if (point < no_width.front().from) return 1;
  return is_in(no_width, point) ? 0 : is_in(two_wide, point) ? 2 : 1;
}

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
      std::size_t space = rest.find(' ');
      if (rest.substr(0, space) == "«") space = rest.find(' ', space + 1);  // French sets a space after it, too
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
