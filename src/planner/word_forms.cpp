#include "planner/word_forms.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/unicode.hpp"

namespace recoupe::planner {

namespace {

bool ends_with_cut(std::string& word, std::string_view ending, std::size_t kept_min) {
  if (word.size() < ending.size() + kept_min || !word.ends_with(ending)) return false;
  word.resize(word.size() - ending.size());
  return true;
}

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; }

}  // namespace

std::string fold(std::string_view text) { return core::unaccent(core::lower(text)); }

std::string stem_of(std::string_view folded) {
  std::string word(folded);
  constexpr std::size_t kept_min = 3;
  if (word.size() < stem_bytes_min) return word;
  if (word.ends_with("ies") && word.size() > 4)
    word.replace(word.size() - 3, 3, "y");
  else if (!word.ends_with("ss"))
    ends_with_cut(word, "s", kept_min) || ends_with_cut(word, "x", kept_min + 1);
  // Longest first; what is left has to stay recognisable.
  static constexpr std::array endings = {
      std::string_view("issement"), std::string_view("ications"), std::string_view("ication"),
      std::string_view("ation"),    std::string_view("ition"),    std::string_view("ement"),
      std::string_view("ateur"),    std::string_view("atrice"),   std::string_view("ment"),
      std::string_view("tion"),     std::string_view("sion"),     std::string_view("ances"),
      std::string_view("ance"),     std::string_view("ence"),     std::string_view("euse"),
      std::string_view("ity"),      std::string_view("ite"),      std::string_view("eur"),
      std::string_view("ing"),      std::string_view("ive"),      std::string_view("able"),
      std::string_view("age"),      std::string_view("ees"),      std::string_view("ee"),
      std::string_view("ed"),       std::string_view("er"),       std::string_view("es"),
      std::string_view("if"),       std::string_view("e"),        std::string_view("y")};
  for (const auto ending : endings) {
    if (ends_with_cut(word, ending, ending.size() > 2 ? kept_min + 1 : kept_min)) break;
  }
  if (word.size() > 4 && word.back() == 'e') word.pop_back();
  if (word.size() > 4 && word[word.size() - 1] == word[word.size() - 2]) word.pop_back();
  return word;
}

std::vector<std::string> split_identifier(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(fold(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_letter(c)) {
      flush();
      continue;
    }
    const bool after_lower = i > 0 && is_letter(name[i - 1]) && !is_upper(name[i - 1]);
    const bool before_lower = i + 1 < name.size() && is_letter(name[i + 1]) && !is_upper(name[i + 1]);
    if (is_upper(c) && i > 0 && (after_lower || (is_upper(name[i - 1]) && before_lower))) flush();
    word += c;
  }
  flush();
  return words;
}

double trigram_likeness(std::string_view left, std::string_view right) {
  const auto trigrams = [](std::string_view text) {
    const std::string padded = "  " + std::string(text) + " ";
    std::set<std::string> found;
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i) found.insert(padded.substr(i, 3));
    return found;
  };
  const auto a = trigrams(left);
  const auto b = trigrams(right);
  std::size_t both = 0;
  for (const auto& gram : a) both += b.count(gram);
  return a.empty() || b.empty() ? 0 : 2.0 * static_cast<double>(both) / static_cast<double>(a.size() + b.size());
}

bool one_slip_apart(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1) return false;
  std::size_t i = 0;
  while (i < left.size() && left[i] == right[i]) ++i;
  if (i == left.size()) return true;
  if (left.size() < right.size()) return left.substr(i) == right.substr(i + 1);
  if (left.substr(i + 1) == right.substr(i + 1)) return true;
  return i + 1 < left.size() && left[i] == right[i + 1] && left[i + 1] == right[i] &&
         left.substr(i + 2) == right.substr(i + 2);
}

}  // namespace recoupe::planner
