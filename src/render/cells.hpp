// The rows of a report, one after the other, and their values as people read them.
// Takes an Answer, gives rows and texts. Included by every renderer of rows.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/time_zone.hpp"
#include "render/report.hpp"

namespace recoupe::render {

/// Visits at most `rows_max` rows (< 0: all) as `visit(batch, row)`.
template <class Visit>
void for_each_row(const result::Answer& answer, std::int64_t rows_max, Visit&& visit) {
  std::int64_t left = rows_max < 0 ? answer.row_count : std::min(rows_max, answer.row_count);
  for (const rows::Batch& batch : answer.batches) {
    for (std::size_t row = 0; row < batch.row_count() && left > 0; ++row, --left) visit(batch, row);
  }
}

/// Gives how many rows are shown of all.
inline std::int64_t shown_count(const result::Answer& answer, std::int64_t rows_max) {
  return rows_max < 0 ? answer.row_count : std::min(rows_max, answer.row_count);
}

/// The shortest way to write a column's times that leaves nothing out.
struct TimeForm {
  enum class Unit { day, minute, second, millisecond, microsecond } unit = Unit::day;
  bool with_offset = false;  // some instant's wall-clock time happens twice
};
/// Makes a form long enough for one more value; values that are not times change nothing.
void widen(TimeForm& form, const core::Value& value, const core::TimeZone& zone);

enum class Look { plain, number, absent };  // absent: NULL or missing

struct Cell {
  std::string text;  // not yet visible(): foreign
  Look look = Look::plain;
};

/// Gives a value as people read it: NULL and missing by their word in the language, instants in the zone.
Cell cell_of(const core::Value& value, core::Language language, const TimeForm& form, const core::TimeZone& zone);

}  // namespace recoupe::render
