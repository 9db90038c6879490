// Where the instruction speaks of something in the catalog: a table, a field, a known value, a yes/no field.
// Takes a Reading and a Vocabulary, gives Mentions. Included by the planner's own files.
#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "planner/atoms.hpp"
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

/// What the linker says that an item is in the plan.
struct Part {
  Role role = Role::subject;
  std::size_t item = 0;  // table or field
  int value = -1;  // of the field's known values
  double sure = 0;  // 0..1
  std::size_t anchor = 0;  // the token that speaks most of it
  std::vector<std::pair<std::size_t, double>> tokens;  // those that speak of it, and how surely
};

struct Mentions {
  std::vector<Mention> tables;
  std::vector<Mention> fields;
  std::vector<Mention> values;
  std::vector<Part> parts;  // none without a linker
  std::array<float, mark_count> marks{};  // how surely the plan is of each kind; 0 without a linker

  /// Gives how surely an item has a role, 0 where the linker does not say so.
  [[nodiscard]] double sure(Role role, std::size_t item, int value = -1) const;
  /// Tells whether the linker expects a plan of that kind.
  [[nodiscard]] bool expects(Mark mark) const;
};

Mentions find_mentions(const Reading& reading, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
