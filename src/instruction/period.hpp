// A period in words ("cette semaine", "this week") and its neutral form, one for both languages.
// Takes the words, gives {"unit":"week","offset":0}; worked out to [from, to) days by `resolve`. Included by plan and planner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/language.hpp"
#include "core/result.hpp"
#include "core/value.hpp"

namespace recoupe::instruction {

/// A period in its neutral form: a canonical JSON object, equal for "cette semaine" and "this week".
class Period {
 public:
  /// Reads French or English words; the error lists what would be understood.
  static core::Result<Period> parse(std::string_view words);
  static core::Result<Period> from_json(const core::Json& neutral);
  [[nodiscard]] const core::Json& neutral() const { return neutral_; }
  /// Words for people and for canonical text: parse(words(l)) gives this period again.
  [[nodiscard]] std::string words(core::Language language) const;
  bool operator==(const Period&) const = default;

 private:
  core::Json neutral_;
};

/// Days [from, to).
struct DayRange {
  core::Date from;
  core::Date to;
  bool operator==(const DayRange&) const = default;
};

/// Works a period out against the local day of `now`.
core::Result<DayRange> resolve(const Period& period, core::Date today);

/// How a text stands to a period that it names: "in March", "before 1 March" or "more than 90 days ago", "after Monday".
enum class Relation { during, before, after };

/// A period found in running text: bytes [begin, end) of the instruction, without a "before" or "after".
struct FoundPeriod {
  Period period;
  std::size_t begin;
  std::size_t end;
  Relation relation = Relation::during;
};
/// Finds every period phrase in an instruction, in the order of the text; where they overlap, the longest.
std::vector<FoundPeriod> find_periods(std::string_view instruction);

}  // namespace recoupe::instruction
