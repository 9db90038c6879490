// Names of months, weekdays, units and ordinals in both languages. Included by the folder's period files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/language.hpp"
#include "instruction/period_form.hpp"

namespace recoupe::instruction {

/// A name found by its folded form.
struct NamedMonth {
  std::int64_t month;
  bool doubtful;  // "may", "mar", "dec": needs a day, a year or a preposition beside it
};
std::optional<NamedMonth> month_named(std::string_view folded);
std::optional<std::int64_t> weekday_named(std::string_view folded);

struct NamedUnit {
  Unit unit;
  bool singular;
  bool plural;  // "mois" is both
};
std::optional<NamedUnit> unit_named(std::string_view folded);
/// Reads "first", "premier", "2e", "3rd", "1er" (1 to 4).
std::optional<std::int64_t> ordinal_named(std::string_view folded);

std::string month_name(std::int64_t month, core::Language language);
std::string weekday_name(std::int64_t weekday, core::Language language);
std::string unit_name(Unit unit, bool plural, core::Language language);

}  // namespace recoupe::instruction
