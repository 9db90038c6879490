#include <algorithm>

#include "instruction/period.hpp"
#include "instruction/period_form.hpp"

namespace recoupe::instruction {
namespace {

using core::Date;

// Which of the years, or weeks, is meant where none is said.
enum class Side { latest_begun, first_not_ended };

// A month counted from year 0, so that months can be added.
std::int64_t month_index(std::int64_t year, std::int64_t month) { return year * 12 + month - 1; }

Date first_of_month(std::int64_t index) {
  const std::int64_t year = (index >= 0 ? index : index - 11) / 12;
  return {core::days_from_civil(year, static_cast<int>(index - year * 12 + 1), 1)};
}

Date plus_days(Date date, std::int64_t days) { return {date.days + static_cast<std::int32_t>(days)}; }

// The same day so many months on; where the month is shorter, its last day.
Date plus_months(Date date, std::int64_t months) {
  const core::Civil civil = core::civil_from_days(date.days);
  const std::int64_t index = month_index(civil.year, civil.month) + months;
  const Date first = first_of_month(index);
  const std::int32_t length = first_of_month(index + 1).days - first.days;
  return plus_days(first, std::min<std::int32_t>(civil.day, length) - 1);
}

std::int64_t months_in(Unit unit) {
  switch (unit) {
    case Unit::month:
      return 1;
    case Unit::quarter:
      return 3;
    case Unit::half:
      return 6;
    case Unit::year:
      return 12;
    case Unit::day:
    case Unit::week:
      return 0;
  }
  return 0;
}

Date plus_units(Date date, Unit unit, std::int64_t count) {
  if (unit == Unit::day) return plus_days(date, count);
  if (unit == Unit::week) return plus_days(date, 7 * count);
  return plus_months(date, months_in(unit) * count);
}

std::int32_t weekday_of(Date date) { return ((date.days + 3) % 7 + 7) % 7 + 1; }  // 1970-01-01 was a Thursday

DayRange unit_range(Unit unit, std::int64_t offset, Date today) {
  Date from = today;
  if (unit == Unit::week) {
    from = plus_days(today, 1 - weekday_of(today));
  } else if (unit != Unit::day) {
    const core::Civil civil = core::civil_from_days(today.days);
    const std::int64_t length = months_in(unit);
    from = first_of_month(month_index(civil.year, (civil.month - 1) / length * length + 1));
  }
  from = plus_units(from, unit, offset);
  return {from, plus_units(from, unit, 1)};
}

// The period in a given year; nothing where the year does not have it (29 February, week 53).
std::optional<DayRange> in_year(const Form& form, std::int64_t year) {
  if (form.week != 0) {
    const auto first_monday = [](std::int64_t y) {
      const Date fourth{core::days_from_civil(y, 1, 4)};  // week 1 is the one with 4 January
      return plus_days(fourth, 1 - weekday_of(fourth));
    };
    const Date from = plus_days(first_monday(year), 7 * (form.week - 1));
    if (from.days >= first_monday(year + 1).days) return std::nullopt;
    return DayRange{from, plus_days(from, 7)};
  }
  std::int64_t month = 1;
  std::int64_t length = 12;
  if (form.quarter != 0) {
    month = form.quarter * 3 - 2;
    length = 3;
  } else if (form.half != 0) {
    month = form.half * 6 - 5;
    length = 6;
  } else if (form.month != 0) {
    month = form.month;
    length = 1;
  }
  const Date from = first_of_month(month_index(year, month));
  const Date to = first_of_month(month_index(year, month) + length);
  if (form.day == 0) return DayRange{from, to};
  const Date day = plus_days(from, form.day - 1);
  if (day.days >= to.days) return std::nullopt;
  return DayRange{day, plus_days(day, 1)};
}

constexpr std::int64_t years_tried = 9;  // 29 February can be eight years away

std::optional<DayRange> calendar_range(const Form& form, Date today, Side side) {
  const std::int64_t this_year = core::civil_from_days(today.days).year;
  if (form.year) return in_year(form, *form.year);
  if (form.year_offset) return in_year(form, this_year + *form.year_offset);
  const bool backwards = form.offset < 0 || (form.offset == 0 && side == Side::latest_begun);
  for (std::int64_t step = -1; step <= years_tried; ++step) {
    const auto range = in_year(form, backwards ? this_year - step : this_year + step);
    if (!range) continue;
    if (form.offset < 0 && range->to.days > today.days) continue;
    if (form.offset > 0 && range->from.days <= today.days) continue;
    if (form.offset == 0 && backwards && range->from.days > today.days) continue;
    if (form.offset == 0 && !backwards && range->to.days <= today.days) continue;
    return range;
  }
  return std::nullopt;
}

DayRange weekday_range(const Form& form, Date today, Side side) {
  const auto distance = static_cast<std::int32_t>(form.weekday) - weekday_of(today);  // within this week
  std::int32_t days = distance;
  if (form.offset < 0) days = distance < 0 ? distance : distance - 7;
  else if (form.offset > 0) days = distance > 0 ? distance : distance + 7;
  else if (side == Side::latest_begun) days = distance <= 0 ? distance : distance - 7;
  else days = distance >= 0 ? distance : distance + 7;
  const Date from = plus_days(today, days);
  return {from, plus_days(from, 1)};
}

std::optional<DayRange> point_range(const Form& form, Date today, Side side) {
  if (form.shape == Shape::calendar) return calendar_range(form, today, side);
  if (form.shape == Shape::weekday) return weekday_range(form, today, side);
  return unit_range(form.unit, form.offset, today);
}

std::optional<DayRange> between_range(const Form& form, Date today) {
  const auto first = point_range(form.parts[0], today, Side::latest_begun);
  if (!first) return std::nullopt;
  // "Between November and February": the end is the first that does not come before the start.
  const bool open = form.parts[1].yearless() || (form.parts[1].shape == Shape::weekday && form.parts[1].offset == 0);
  const auto second =
      point_range(form.parts[1], open ? first->from : today, open ? Side::first_not_ended : Side::latest_begun);
  if (!second) return std::nullopt;
  return DayRange{first->from, second->to};
}

std::optional<DayRange> range_of(const Form& form, Date today) {
  switch (form.shape) {
    case Shape::last:
      return DayRange{plus_units(today, form.unit, -form.count), plus_days(today, 1)};
    case Shape::next:
      return DayRange{today, plus_days(plus_units(today, form.unit, form.count), 1)};
    case Shape::since:
      if (const auto start = point_range(form.parts[0], today, Side::latest_begun))
        return DayRange{start->from, plus_days(today, 1)};
      return std::nullopt;
    case Shape::until:
      if (const auto end = point_range(form.parts[0], today, Side::first_not_ended)) return DayRange{today, end->to};
      return std::nullopt;
    case Shape::between:
      return between_range(form, today);
    case Shape::unit:
    case Shape::calendar:
    case Shape::weekday:
      return point_range(form, today, Side::latest_begun);
  }
  return std::nullopt;
}

}  // namespace

core::Result<DayRange> resolve(const Period& period, Date today) {
  const auto form = form_of(period.neutral());
  const auto range = form ? range_of(*form, today) : std::nullopt;
  if (range && range->from.days < range->to.days) return *range;
  const std::string en = form ? period.words(core::Language::en) : "";
  const std::string fr = form ? period.words(core::Language::fr) : "";
  core::Error error{.code = core::Code::invalid_period,
                    .origin = core::Origin::user,
                    .stage = "instruction",
                    .message = {},
                    .remedy = {}};
  error.message = {"The period \"" + en + "\" holds no day, seen from " + text_of(today),
                   "La période « " + fr + " » ne contient aucun jour, vue du " + text_of(today)};
  error.remedy = {"Name a period whose start comes before its end.",
                  "Indiquez une période dont le début précède la fin."};
  return core::fail(std::move(error));
}

}  // namespace recoupe::instruction
