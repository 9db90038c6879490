#include "instruction/number_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace recoupe::instruction {
namespace {

using Named = std::pair<std::string_view, std::int64_t>;

constexpr std::array<Named, 29> french_small{
    {{"zero", 0},      {"un", 1},        {"une", 1},      {"deux", 2},      {"trois", 3},      {"quatre", 4},
     {"cinq", 5},      {"six", 6},       {"sept", 7},     {"huit", 8},      {"neuf", 9},       {"dix", 10},
     {"onze", 11},     {"douze", 12},    {"treize", 13},  {"quatorze", 14}, {"quinze", 15},    {"seize", 16},
     {"vingt", 20},    {"vingts", 20},   {"trente", 30},  {"quarante", 40}, {"cinquante", 50}, {"soixante", 60},
     {"septante", 70}, {"huitante", 80}, {"octante", 80}, {"nonante", 90},  {"douzaine", 12}}};
constexpr std::array<Named, 32> english_small{
    {{"zero", 0},     {"a", 1},          {"an", 1},        {"one", 1},       {"two", 2},       {"three", 3},
     {"four", 4},     {"five", 5},       {"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},
     {"ten", 10},     {"eleven", 11},    {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
     {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},
     {"forty", 40},   {"fourty", 40},    {"fifty", 50},    {"sixty", 60},    {"seventy", 70},  {"eighty", 80},
     {"ninety", 90},  {"dozen", 12}}};
constexpr std::array<Named, 6> french_large{{{"mille", 1'000},
                                             {"milles", 1'000},
                                             {"million", 1'000'000},
                                             {"millions", 1'000'000},
                                             {"milliard", 1'000'000'000},
                                             {"milliards", 1'000'000'000}}};
constexpr std::array<Named, 6> english_large{{{"thousand", 1'000},
                                              {"thousands", 1'000},
                                              {"million", 1'000'000},
                                              {"millions", 1'000'000},
                                              {"billion", 1'000'000'000},
                                              {"billions", 1'000'000'000}}};
constexpr std::int64_t value_max = 1'000'000'000'000;

template <std::size_t Size>
std::optional<std::int64_t> find(const std::array<Named, Size>& names, std::string_view word) {
  const auto found = std::find_if(names.begin(), names.end(), [word](const Named& n) { return n.first == word; });
  if (found == names.end()) return std::nullopt;
  return found->second;
}

// Tells whether a small number may follow what stands before it within a thousand: "vingt deux", not "deux trois".
bool fits(std::int64_t before, std::int64_t small, core::Language language) {
  const std::int64_t tens = before % 100;
  const bool french = language == core::Language::fr;
  if (tens == 0) return true;
  if (small >= 20 || small == 0) return false;
  if (small >= 10) return french && (tens == 60 || tens == 80);
  if (tens == 10) return french && small >= 7;
  return tens % 10 == 0;
}

}  // namespace

std::int64_t multiplier_of(std::string_view folded, core::Language language) {
  return (language == core::Language::fr ? find(french_large, folded) : find(english_large, folded)).value_or(0);
}

std::optional<NumberWords> read_number_words(std::span<const std::string_view> folded, core::Language language) {
  const bool french = language == core::Language::fr;
  std::int64_t total = 0;
  std::int64_t current = 0;
  std::int64_t large_before = INT64_MAX;
  bool article = false;   // only "un", "a" so far
  bool after_small = false;
  std::size_t at = 0;
  std::size_t end = 0;  // behind the last number word
  while (at < folded.size()) {
    const std::string_view word = folded[at];
    if (end > 0 && at == end && word == (french ? "et" : "and") && at + 1 < folded.size()) {
      ++at;
      continue;
    }
    if (const auto small = french ? find(french_small, word) : find(english_small, word)) {
      const bool is_article = word == "un" || word == "une" || word == "a" || word == "an" || word == "one";
      // "quatre-vingts" multiplies where every other number adds.
      if (french && *small == 20 && current % 100 == 4 && end == at) current += 76;
      else if (article && *small == 12) current = 12;  // "une douzaine"
      else if (after_small && !fits(current, *small, language)) break;
      else if ((word == "a" || word == "an") && end > 0) break;
      else current += *small;
      article = is_article && end == 0;
      after_small = true;
    } else if (word == (french ? "cent" : "hundred") || word == (french ? "cents" : "hundreds")) {
      if (current >= 10 || (!french && end == 0)) break;
      current = std::max<std::int64_t>(current, 1) * 100;
      article = false;
      after_small = true;
    } else if (const std::int64_t large = multiplier_of(word, language)) {
      if (large >= large_before || (end == 0 && word != "mille")) break;
      total += std::max<std::int64_t>(current, 1) * large;
      current = 0;
      large_before = large;
      article = false;
      after_small = false;
    } else {
      break;
    }
    end = ++at;
    if (total > value_max) return std::nullopt;
  }
  if (end == 0) return std::nullopt;
  return NumberWords{total + current, end, article};
}

}  // namespace recoupe::instruction
