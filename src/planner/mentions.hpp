// Where the instruction speaks of something in the catalog: a table, a field, a known value, a yes/no field.
// Takes a Reading and a Vocabulary, gives Mentions. Included by the planner's own files.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "planner/reading.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

struct Mention {
  std::size_t item = 0;  // table or field
  int value = -1;        // of the field's known values
  double strength = 0;   // 0..1
  bool opposite = false;  // says the contrary: "inactive"
  std::size_t anchor = 0;  // the token that speaks most of it
  std::vector<std::pair<std::size_t, double>> tokens;  // what it accounts for, and how well
};

struct Mentions {
  std::vector<Mention> tables;
  std::vector<Mention> fields;
  std::vector<Mention> values;
};

Mentions find_mentions(const Reading& reading, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
