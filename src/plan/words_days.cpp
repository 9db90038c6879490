// Days and periods in words.
#include <array>

#include "plan/words.hpp"

namespace recoupe::plan {
namespace {

using namespace std::string_view_literals;

constexpr std::array weekdays_en{"Monday"sv, "Tuesday"sv, "Wednesday"sv, "Thursday"sv, "Friday"sv, "Saturday"sv,
                                 "Sunday"sv};
constexpr std::array weekdays_fr{"lundi"sv, "mardi"sv, "mercredi"sv, "jeudi"sv, "vendredi"sv, "samedi"sv, "dimanche"sv};
constexpr std::array months_en{"January"sv, "February"sv, "March"sv,     "April"sv,   "May"sv,      "June"sv,
                               "July"sv,    "August"sv,   "September"sv, "October"sv, "November"sv, "December"sv};
constexpr std::array months_fr{"janvier"sv, "février"sv, "mars"sv,      "avril"sv,   "mai"sv,      "juin"sv,
                               "juillet"sv, "août"sv,    "septembre"sv, "octobre"sv, "novembre"sv, "décembre"sv};
constexpr std::int32_t thursday_offset = 3;  // 1970-01-01 was a Thursday, the fourth day from Monday

}  // namespace

std::string words_of_day(core::Date day, const Telling& telling) {
  const core::Civil civil = core::civil_from_days(day.days);
  const auto weekday = static_cast<std::size_t>(((day.days + thursday_offset) % 7 + 7) % 7);
  const auto month = static_cast<std::size_t>(civil.month - 1);
  const std::string year = std::to_string(civil.year);
  const std::string number = std::to_string(civil.day);
  return telling(std::string(weekdays_en[weekday]) + " " + number + " " + std::string(months_en[month]) + " " + year,
                 std::string(weekdays_fr[weekday]) + " " + number + (civil.day == 1 ? "er " : " ") +
                     std::string(months_fr[month]) + " " + year);
}

std::string words_of_days(const PeriodLiteral& period, const Telling& telling) {
  if (!period.days) return telling.zone;
  const core::Date from = period.days->from;
  const core::Date last{period.days->to.days - 1};
  if (last.days < from.days) return telling("no day, ", "aucun jour, ") + telling.zone;
  const std::string first = words_of_day(from, telling);
  if (last == from) return telling("", "le ") + first + ", " + telling.zone;
  const std::string end = words_of_day(last, telling);
  return telling("from " + first + " to " + end, "du " + first + " au " + end) + ", " + telling.zone;
}

}  // namespace recoupe::plan
