// What an instruction says that a plan's literals may hold: its words, numbers (converted between units too), days and periods.
// Takes an Instruction, answers whether a literal comes from it. Included by author_literals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruction/instruction.hpp"
#include "instruction/period.hpp"

namespace recoupe::planner {

class LiteralSources {
 public:
  explicit LiteralSources(const instruction::Instruction& instruction);

  /// Tells whether the words of a text stand in the instruction in a row, inflections apart.
  [[nodiscard]] bool has_text(std::string_view text) const;
  /// Tells whether a text stands in the instruction as it is, but for case and accents.
  [[nodiscard]] bool has_exactly(std::string_view text) const;
  /// Tells whether a number is 0, 1, or said: in digits or words, as it is or in another unit.
  [[nodiscard]] bool has_number(std::string_view decimal) const;
  /// Tells whether a day begins or ends a period that is said, or is written out.
  [[nodiscard]] bool has_day(core::Date day) const;
  /// Tells whether a period is said, is part of one that is said, or is today.
  [[nodiscard]] bool has_period(const instruction::Period& period) const;
  [[nodiscard]] core::Date today() const { return today_; }
  [[nodiscard]] const core::TimeZone& zone() const { return zone_; }

 private:
  void add_numbers(const instruction::Instruction& instruction);

  std::string folded_;                // the whole text
  std::vector<std::string> words_;    // folded
  std::vector<std::string> stems_;
  std::vector<std::string> numbers_;  // decimals
  std::vector<instruction::DayRange> days_;
  std::vector<core::Json> periods_;   // neutral forms, parts of forms too
  core::Date today_;
  core::TimeZone zone_;
};

}  // namespace recoupe::planner
