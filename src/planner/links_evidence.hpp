// Holds what the linker says of values to the words: it has learnt on schemas where only fields of few codes list their
// values, and believes too easily that one is meant where a catalog lists more. Takes Links, changes them. Included by understand.
#pragma once

#include "planner/links.hpp"
#include "planner/reading.hpp"

namespace recoupe::planner {

/// Lowers the chance of values that no word is linked to, and of conditions on fields whose values are all unlikely; of values
/// that differ in case or accents alone, one stays: the one that is written so, else the one in plain lower case.
void hold_to_words(Links& links, const Items& items, const Vocabulary& vocabulary, const Reading& reading);

}  // namespace recoupe::planner
