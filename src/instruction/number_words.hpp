// Numbers written in words, up to billions ("deux cent mille", "twenty-five", "un million").
// Takes folded words, gives the value and how many words it took. Included by numbers and the periods' matcher.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/language.hpp"

namespace recoupe::instruction {

struct NumberWords {
  std::int64_t value = 0;
  std::size_t words = 0;
  bool alone_article = false;  // "un", "une", "a", "one" alone: perhaps no number at all
};

/// Reads the longest number that the words begin with.
std::optional<NumberWords> read_number_words(std::span<const std::string_view> folded, core::Language language);

/// Gives what a word multiplies a number before it by ("mille", "millions", "thousand"), or 0.
std::int64_t multiplier_of(std::string_view folded, core::Language language);

}  // namespace recoupe::instruction
