#include "catalog/name_likeness.hpp"

#include <algorithm>

#include "core/unicode.hpp"

namespace recoupe::catalog {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c >= 0 && !is_upper(c) && !is_lower(c) && !is_digit(c); }

void add_word(Words& words, const std::string& written) {
  if (written.empty()) return;
  std::string word = core::lower(core::unaccent(written));
  if (word.size() > 2 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
  words.insert(std::move(word));
}

}  // namespace

Words words_of(std::string_view name) {
  Words words;
  std::string word;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool sign = is_sign(c);
    // "userId" breaks before I; "HTTPCode" before C.
    const bool after_lower = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
    const bool before_lower = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
    if (sign || (is_upper(c) && (after_lower || before_lower))) {
      add_word(words, word);
      word.clear();
    }
    if (!sign) word += c;
  }
  add_word(words, word);
  return words;
}

double likeness(const Words& left, const Words& right) {
  const auto common = std::ranges::count_if(left, [&](const std::string& word) { return right.contains(word); });
  const auto all = static_cast<double>(left.size() + right.size()) - static_cast<double>(common);
  return all == 0 ? 0 : static_cast<double>(common) / all;
}

}  // namespace recoupe::catalog
