#include <algorithm>
#include <limits>
#include <optional>

#include "core/value.hpp"

namespace recoupe::core {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;
constexpr std::int64_t year_max = 294'000;  // what microseconds in 64 bits can hold, and PostgreSQL's own bound

std::string padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return value < 0 ? "-" + digits : digits;
}

std::string clock_text(std::int64_t micros) {
  const std::int64_t seconds = micros / micros_per_second;
  return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + "." +
         padded(micros % micros_per_second, 6);
}

std::string day_and_clock(std::int64_t micros) {
  std::int64_t days = micros / micros_per_day;
  std::int64_t rest = micros % micros_per_day;
  if (rest < 0) {
    rest += micros_per_day;
    --days;
  }
  return text_of(Date{static_cast<std::int32_t>(days)}) + "T" + clock_text(rest);
}

int days_in_month(std::int64_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

// Reads fixed fields from the front of a text.
struct Cursor {
  std::string_view rest;

  bool sign(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    std::int64_t value = 0;
    for (; count < most && count < rest.size() && rest[count] >= '0' && rest[count] <= '9'; ++count)
      value = value * 10 + (rest[count] - '0');
    if (count < least) return std::nullopt;
    rest.remove_prefix(count);
    return value;
  }
  std::optional<Date> date() {
    const bool negative = sign('-');
    const auto year = digits(4, 6);
    if (!year || !sign('-')) return std::nullopt;
    const auto month = digits(2, 2);
    if (!month || !sign('-')) return std::nullopt;
    const auto day = digits(2, 2);
    if (!day || *year > year_max || *month < 1 || *month > 12) return std::nullopt;
    const std::int64_t signed_year = negative ? -*year : *year;
    if (*day < 1 || *day > days_in_month(signed_year, static_cast<int>(*month))) return std::nullopt;
    return Date{days_from_civil(signed_year, static_cast<int>(*month), static_cast<int>(*day))};
  }
  std::optional<std::int64_t> clock_micros() {
    const auto hour = digits(2, 2);
    if (!hour || !sign(':')) return std::nullopt;
    const auto minute = digits(2, 2);
    if (!minute || !sign(':')) return std::nullopt;
    const auto second = digits(2, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    std::int64_t micros = ((*hour * 60 + *minute) * 60 + *second) * micros_per_second;
    if (!sign('.')) return micros;
    std::int64_t unit = micros_per_second / 10;
    std::size_t count = 0;
    for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; ++count, unit /= 10) {
      if (unit == 0 && rest.front() != '0') return std::nullopt;  // finer than a microsecond: not ours to round
      micros += (rest.front() - '0') * unit;
      rest.remove_prefix(1);
    }
    return count > 0 ? std::optional(micros) : std::nullopt;
  }
  std::optional<std::int64_t> offset_micros() {
    if (sign('Z') || sign('z')) return 0;
    const bool west = rest.starts_with('-');
    if (!sign('+') && !sign('-')) return std::nullopt;
    const auto hour = digits(2, 2);
    if (!hour || !sign(':')) return std::nullopt;
    const auto minute = digits(2, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    return (west ? -1 : 1) * (*hour * 60 + *minute) * 60 * micros_per_second;
  }
};

std::unexpected<Error> not_a(std::string_view en, std::string_view fr, std::string_view text) {
  Error error{.code = Code::type_mismatch, .origin = Origin::user, .stage = "core", .message = {}, .remedy = {}};
  error.message = {"Not " + std::string(en) + ": " + std::string(text),
                   "Ce n'est pas " + std::string(fr) + " : " + std::string(text)};
  error.remedy = {"Write it as in 2026-03-01 or 2026-03-01T09:00:00Z.",
                  "Écrivez par exemple 2026-03-01 ou 2026-03-01T09:00:00Z."};
  return fail(std::move(error));
}

}  // namespace

std::string text_of(Date date) {
  const Civil civil = civil_from_days(date.days);
  return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2);
}
std::string text_of(Timestamp instant) { return day_and_clock(instant.micros) + "Z"; }
std::string text_of(Datetime local) { return day_and_clock(local.micros); }
std::string text_of(Time time) { return clock_text(time.micros); }

Result<Date> parse_date(std::string_view text) {
  Cursor cursor{text};
  const auto date = cursor.date();
  if (!date || !cursor.rest.empty()) return not_a("a date", "une date", text);
  return *date;
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  Cursor cursor{text};
  const auto date = cursor.date();
  if (date && (cursor.sign('T') || cursor.sign('t') || cursor.sign(' '))) {
    const auto clock = cursor.clock_micros();
    const auto offset = clock ? cursor.offset_micros() : std::nullopt;
    if (offset && cursor.rest.empty()) return Timestamp{date->days * micros_per_day + *clock - *offset};
  }
  return not_a("an instant in RFC 3339", "un instant au format RFC 3339", text);
}

// Years are counted from March, so that the leap day is the last of its year; 400 years are 146,097 days.
std::int32_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int32_t>(era * 146'097 + day_of_era - 719'468);
}

Civil civil_from_days(std::int32_t days) {
  const std::int64_t shifted = std::int64_t{days} + 719'468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

}  // namespace recoupe::core
