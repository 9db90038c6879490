// The phrases that are understood as periods, as a table: one row a pattern, both languages together.
// Included by period_match alone.
#pragma once

#include <span>
#include <string_view>

namespace recoupe::instruction {

/// What a matched row makes of its captures; `arg` of the row is the offset.
enum class Make {
  day,       // today + arg
  unit,      // the unit + arg
  last,      // the last n units
  next,      // the next n units
  shifted,   // n units before (arg -1) or after (arg 1) now
  last_one,  // the last 1 unit
  older,     // before the last n units
  calendar,  // year, quarter, half, month, week, day; arg: of a month, before or after now
  weekday,
  since,
  until,
  between,  // two points
  days,     // two days of one month
  months,   // two months of one year
};

/// Where a row may be used: everywhere, only where a period is expected, or only in running text.
enum class Where { anywhere, expected, running };

// A pattern's elements stand apart by spaces: "a|b_c" is "a" or "b c", "[x|y]" may be left out, {name} is a slot:
//   n (a count)  unit  unit1 (one unit, no day)  month  anymonth (also "may", "dec")  weekday  day  year  y? (a year,
// or
//   "last year", or nothing)  y (one of these)  ord (first to fourth)  oneortwo (first, second)  fourth (1 to 4)  q
// (Q3, T3)  h (H1, S1)  week  date  ym (2026-03)
//   span (1-15)  p (a point in time)  p0 (that, or "the month": the current one)
struct Row {
  std::string_view pattern;
  Make make;
  int arg = 0;
  Where where = Where::anywhere;
};

std::span<const Row> rows();

/// Words that may stand before a period without changing it ("au cours de", "during the"), each a sequence apart by
/// spaces.
std::span<const std::string_view> openings();

}  // namespace recoupe::instruction
