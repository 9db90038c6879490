#include <algorithm>
#include <utility>

#include "core/value.hpp"
#include "result/cast.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

namespace {

using Text = std::string_view;

constexpr std::int64_t day_micros = 86'400'000'000;
constexpr int week_days = 7;
constexpr int year_months = 12;
constexpr int quarter_months = 3;

std::int64_t floor_div(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }
std::int64_t floor_mod(std::int64_t value, std::int64_t by) { return value - floor_div(value, by) * by; }

core::Civil civil(std::int64_t day) { return core::civil_from_days(static_cast<std::int32_t>(day)); }

/// Monday is 1 (ISO 8601); 1970-01-01 was a Thursday.
std::int64_t weekday(std::int64_t day) { return floor_mod(day + 3, week_days) + 1; }

std::optional<std::int64_t> truncate(Text unit, std::int64_t day) {
  const core::Civil date = civil(day);
  if (unit == "DAY") return day;
  if (unit == "WEEK") return day - (weekday(day) - 1);
  if (unit == "MONTH") return core::days_from_civil(date.year, date.month, 1);
  if (unit == "QUARTER") {
    return core::days_from_civil(date.year, (date.month - 1) / quarter_months * quarter_months + 1, 1);
  }
  if (unit == "YEAR") return core::days_from_civil(date.year, 1, 1);
  return std::nullopt;
}

/// The week's number as ISO 8601 counts: that of the year in which its Thursday lies.
std::int64_t iso_week(std::int64_t day) {
  const std::int64_t thursday = day - (weekday(day) - 1) + 3;
  return (thursday - core::days_from_civil(civil(thursday).year, 1, 1)) / week_days + 1;
}

std::optional<std::int64_t> part(Text name, std::int64_t local_micros) {
  const std::int64_t day = floor_div(local_micros, day_micros);
  const std::int64_t seconds = floor_mod(local_micros, day_micros) / 1'000'000;
  const core::Civil date = civil(day);
  if (name == "DAY") return date.day;
  if (name == "WEEK") return iso_week(day);
  if (name == "MONTH") return date.month;
  if (name == "QUARTER") return (date.month - 1) / quarter_months + 1;
  if (name == "YEAR") return date.year;
  if (name == "DAYOFWEEK") return weekday(day);
  if (name == "DAYOFYEAR") return day - core::days_from_civil(date.year, 1, 1) + 1;
  if (name == "HOUR") return seconds / 3'600;
  if (name == "MINUTE") return seconds / 60 % 60;
  if (name == "SECOND") return seconds % 60;
  return std::nullopt;
}

/// Whole months from b to a: a month is whole once the day of the month is reached again.
std::int64_t whole_months(std::int64_t a, std::int64_t b) {
  if (a < b) return -whole_months(b, a);
  const core::Civil later = civil(a);
  const core::Civil earlier = civil(b);
  const std::int64_t months = (later.year - earlier.year) * year_months + (later.month - earlier.month);
  return months - (later.day < earlier.day ? 1 : 0);
}

std::optional<std::int64_t> date_diff(Text unit, std::int64_t a, std::int64_t b) {
  if (unit == "DAY") return a - b;
  if (unit == "WEEK") return (a - b) / week_days;
  if (unit == "MONTH") return whole_months(a, b);
  if (unit == "QUARTER") return whole_months(a, b) / quarter_months;
  if (unit == "YEAR") return whole_months(a, b) / year_months;
  return std::nullopt;
}

/// Moves a day by months; the 31st becomes the last day of a shorter month.
std::int64_t add_months(std::int64_t day, std::int64_t count) {
  const core::Civil date = civil(day);
  const std::int64_t months = date.year * year_months + (date.month - 1) + count;
  const std::int64_t first = core::days_from_civil(floor_div(months, year_months),
                                                   static_cast<int>(floor_mod(months, year_months)) + 1, 1);
  const std::int64_t next = core::days_from_civil(floor_div(months + 1, year_months),
                                                  static_cast<int>(floor_mod(months + 1, year_months)) + 1, 1);
  return std::min(first + date.day - 1, next - 1);
}

}  // namespace

core::Status add_time_functions(const Database& database, const core::TimeZone& zone) {
  using Whole = std::int64_t;
  RECOUPE_CHECK((add_scalar<Whole, Whole>(
      database, "rc_day_of", [zone](Whole t) { return Whole{zone.day_of(core::Timestamp{t}).days}; })));
  RECOUPE_CHECK((add_scalar<Whole, Whole>(
      database, "rc_local", [zone](Whole t) { return zone.to_local(core::Timestamp{t}).micros; })));
  RECOUPE_CHECK((add_scalar<Whole, Whole>(
      database, "rc_day_of_local", [](Whole t) { return floor_div(t, day_micros); })));
  RECOUPE_CHECK((add_scalar<Whole, Whole>(
      database, "rc_instant", [zone](Whole local) { return zone.instant_of(core::Datetime{local}).micros; })));
  RECOUPE_CHECK((add_scalar<Whole, Whole, Whole>(database, "rc_add_months_day", add_months)));
  RECOUPE_CHECK((add_scalar<Whole, Whole, Whole>(database, "rc_add_months", [](Whole local, Whole count) {
    const Whole day = floor_div(local, day_micros);
    return add_months(day, count) * day_micros + (local - day * day_micros);
  })));
  RECOUPE_CHECK((add_scalar<Whole, Text, Whole>(database, "rc_trunc", truncate)));
  RECOUPE_CHECK((add_scalar<Whole, Text, Whole>(database, "rc_part", part)));
  return add_scalar<Whole, Text, Whole, Whole>(database, "rc_date_diff", date_diff);
}

}  // namespace recoupe::result
