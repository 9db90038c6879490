// A period's neutral form as a type: what JSON holds, what words make and what resolve works out.
// Takes and gives canonical JSON. Included by the folder's period files.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/json.hpp"

namespace recoupe::instruction {

enum class Unit { day, week, month, quarter, half, year };

/// What kind of period; each names the JSON members that it has.
enum class Shape {
  unit,  // {"unit":"week","offset":0}: this week
  last,  // {"last":30,"unit":"day"}: from today − 30 to the end of today
  next,  // {"next":30,"unit":"day"}: from today to the end of today + 30
  calendar,  // {"year":2026}, {"year":2026,"month":3,"day":5}, {"quarter":3}, {"month":3,"year_offset":-1}, {"month":3,"offset":-1}
  weekday,  // {"weekday":1,"offset":0}: Monday is 1; 0 the latest, -1 the one before today, 1 the one after
  since,    // {"since":p}: from the start of p to the end of today
  until,    // {"until":p}: from today to the end of p
  between,  // {"between":[p,q]}: from the start of p to the end of q
};

struct Form {
  Shape shape = Shape::unit;
  Unit unit = Unit::day;
  std::int64_t count = 0;   // last, next
  std::int64_t offset = 0;  // unit, weekday; of a month without year: -1 the latest that has ended, 1 the next
  std::optional<std::int64_t> year;
  std::optional<std::int64_t> year_offset;  // instead of year
  std::int64_t quarter = 0;                 // calendar: of these at most one, except day and month together
  std::int64_t half = 0;
  std::int64_t month = 0;
  std::int64_t week = 0;
  std::int64_t day = 0;
  std::int64_t weekday = 0;
  std::vector<Form> parts;  // since, until: one; between: two

  bool operator==(const Form&) const = default;
  /// Tells whether the year is left open ("in March").
  [[nodiscard]] bool yearless() const { return shape == Shape::calendar && !year && !year_offset && offset == 0; }
};

inline constexpr std::int64_t period_count_max = 9'999;
inline constexpr std::int64_t period_year_min = 1'000;
inline constexpr std::int64_t period_year_max = 2'999;

/// Tells whether the form means something: 30 February does not.
bool is_valid(const Form& form);
core::Json to_json(const Form& form);
/// Reads canonical or other JSON; nothing where it is no valid form.
std::optional<Form> form_of(const core::Json& json);

}  // namespace recoupe::instruction
