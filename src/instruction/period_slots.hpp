// The slots of period patterns: each reads words at a place and writes what it found into the captures.
// Included by period_match.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "instruction/period_match.hpp"

namespace recoupe::instruction {

struct Captures {
  std::optional<std::int64_t> count;
  std::optional<Unit> unit;
  std::optional<std::int64_t> year;
  std::optional<std::int64_t> year_offset;
  std::int64_t quarter = 0;
  std::int64_t half = 0;
  std::int64_t week = 0;
  std::int64_t weekday = 0;
  std::vector<std::int64_t> months;
  std::vector<std::int64_t> days;
  std::vector<Form> points;
};

/// Reads a slot that is neither p nor p0; gives the word behind it, or nothing. `captures` is written only then.
std::optional<std::size_t> read_slot(std::string_view slot, const std::vector<PhraseWord>& words, std::size_t at,
                                     bool running, Captures& captures);

}  // namespace recoupe::instruction
