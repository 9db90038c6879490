// A period that may stand behind "before" or "after": what lies on one side of a day. Takes words, gives the period and
// the side. Included by plan's parser.
#pragma once

#include "instruction/period.hpp"

namespace recoupe::instruction {

struct SidedPeriod {
  Period period;
  std::string words;  // of the period alone, as written
  Relation relation = Relation::during;
};

/// Reads "this week", "before 15 March", "après lundi"; "avant-hier" and "avant hier" are a day. Errors: those of Period::parse.
core::Result<SidedPeriod> parse_sided(std::string_view words);

}  // namespace recoupe::instruction
