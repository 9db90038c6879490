#include "core/unicode.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace recoupe::core {
namespace {

using Map = void (*)(const char*, std::uint32_t, icu::StringPiece, icu::ByteSink&, icu::Edits*, UErrorCode&);

std::string mapped(std::string_view text, Map map) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  UErrorCode status = U_ZERO_ERROR;
  map("", 0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
  return out;
}

// Gives the code point at `at` and moves behind it; an invalid byte gives -1 and is one step.
UChar32 next(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t start = at;
  UChar32 point = 0;
  U8_NEXT(bytes, at, text.size(), point);
  if (point < 0) at = start + 1;
  return point;
}

}  // namespace

std::string lower(std::string_view text) {
  if (!is_ascii(text)) return mapped(text, icu::CaseMap::utf8ToLower);
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string upper(std::string_view text) {
  if (!is_ascii(text)) return mapped(text, icu::CaseMap::utf8ToUpper);
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string unaccent(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  const icu::UnicodeString decomposed = nfd->normalize(source, status);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 point = decomposed.char32At(i);
    if ((U_GET_GC_MASK(point) & U_GC_M_MASK) == 0) kept.append(point);
  }
  std::string out;
  return kept.toUTF8String(out);
}

std::string trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t after = begin;
    const UChar32 point = next(text, after);
    if (point < 0 || !u_isUWhiteSpace(point)) break;
    begin = after;
  }
  std::size_t end = begin;
  for (std::size_t at = begin; at < text.size();) {
    const UChar32 point = next(text, at);
    if (point < 0 || !u_isUWhiteSpace(point)) end = at;
  }
  return std::string(text.substr(begin, end - begin));
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next(text, at);
  return count;
}

std::string substr(std::string_view text, std::int64_t start, std::int64_t count) {
  if (count <= 0) return {};
  // As SQL does, places before the first one count but hold nothing.
  std::int64_t end = 0;
  if (__builtin_add_overflow(start, count, &end)) end = INT64_MAX;
  start = std::max<std::int64_t>(start, 1);
  std::size_t at = 0;
  std::int64_t place = 1;
  for (; place < start && at < text.size(); ++place) next(text, at);
  const std::size_t begin = at;
  for (; place < end && at < text.size(); ++place) next(text, at);
  return std::string(text.substr(begin, at - begin));
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();)
    if (next(text, at) < 0) return false;
  return true;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace recoupe::core
