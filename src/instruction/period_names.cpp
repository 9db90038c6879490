#include "instruction/period_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "instruction/fold.hpp"

namespace recoupe::instruction {
namespace {

struct Names {
  std::string_view en;
  std::string_view fr;
  std::string_view others;  // folded, apart by spaces; with "?" where the word means other things too
};

constexpr std::array<Names, 12> months{{{"January", "janvier", "jan? janv"},
                                        {"February", "février", "feb? fev? fevr febr"},
                                        {"March", "mars", "mar?"},
                                        {"April", "avril", "apr? avr"},
                                        {"May", "mai", "may?"},
                                        {"June", "juin", "jun?"},
                                        {"July", "juillet", "jul? juil"},
                                        {"August", "août", "aug?"},
                                        {"September", "septembre", "sep? sept?"},
                                        {"October", "octobre", "oct?"},
                                        {"November", "novembre", "nov?"},
                                        {"December", "décembre", "dec?"}}};
constexpr std::array<Names, 7> weekdays{{{"Monday", "lundi", ""},
                                         {"Tuesday", "mardi", ""},
                                         {"Wednesday", "mercredi", ""},
                                         {"Thursday", "jeudi", ""},
                                         {"Friday", "vendredi", ""},
                                         {"Saturday", "samedi", ""},
                                         {"Sunday", "dimanche", ""}}};

struct UnitNames {
  std::string_view en, en_plural, fr, fr_plural;
  std::string_view others, others_plural;
};
constexpr std::array<UnitNames, 6> units{{{"day", "days", "jour", "jours", "", ""},
                                          {"week", "weeks", "semaine", "semaines", "", ""},
                                          {"month", "months", "mois", "mois", "", ""},
                                          {"quarter", "quarters", "trimestre", "trimestres", "", ""},
                                          {"half-year", "half-years", "semestre", "semestres", "semester", "semesters"},
                                          {"year", "years", "année", "années", "an", "ans"}}};

constexpr std::array<std::string_view, 4> ordinals{"first premier premiere 1st 1er 1ere 1re i",
                                                   "second deuxieme seconde 2nd 2e 2eme 2nde",
                                                   "third troisieme 3rd 3e 3eme", "fourth quatrieme 4th 4e 4eme"};

// Reads a list apart by spaces; a "?" behind a word is told.
std::vector<std::pair<std::string, bool>> entries(std::string_view list) {
  std::vector<std::pair<std::string, bool>> all;
  while (!list.empty()) {
    const auto cut = std::min(list.find(' '), list.size());
    const std::string_view entry = list.substr(0, cut);
    list.remove_prefix(std::min(cut + 1, list.size()));
    const bool doubtful = entry.ends_with('?');
    all.emplace_back(entry.substr(0, entry.size() - (doubtful ? 1 : 0)), doubtful);
  }
  return all;
}

}  // namespace

std::optional<NamedMonth> month_named(std::string_view folded) {
  static const auto known = [] {
    std::map<std::string, NamedMonth, std::less<>> all;
    for (std::size_t i = 0; i < months.size(); ++i) {
      const auto month = static_cast<std::int64_t>(i + 1);
      for (const auto& [word, doubtful] : entries(months[i].others)) all.insert({word, {month, doubtful}});
      all.insert({fold(months[i].en), {month, false}});
      all.insert({fold(months[i].fr), {month, false}});
    }
    return all;
  }();
  const auto found = known.find(folded);
  if (found == known.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> weekday_named(std::string_view folded) {
  for (std::size_t i = 0; i < weekdays.size(); ++i)
    if (folded == weekdays[i].fr || folded == fold(weekdays[i].en)) return static_cast<std::int64_t>(i + 1);
  return std::nullopt;
}

std::optional<NamedUnit> unit_named(std::string_view folded) {
  static const auto known = [] {
    std::map<std::string, NamedUnit, std::less<>> all;
    const auto add = [&all](std::string_view word, std::size_t i, bool plural) {
      if (word.empty()) return;
      NamedUnit& unit = all.insert({fold(word), {static_cast<Unit>(i), false, false}}).first->second;
      (plural ? unit.plural : unit.singular) = true;
    };
    for (std::size_t i = 0; i < units.size(); ++i) {
      for (const auto word : {units[i].en, units[i].fr, units[i].others}) add(word, i, false);
      for (const auto word : {units[i].en_plural, units[i].fr_plural, units[i].others_plural}) add(word, i, true);
    }
    return all;
  }();
  const auto found = known.find(folded);
  if (found == known.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> ordinal_named(std::string_view folded) {
  for (std::size_t i = 0; i < ordinals.size(); ++i)
    for (const auto& entry : entries(ordinals[i]))
      if (entry.first == folded) return static_cast<std::int64_t>(i + 1);
  return std::nullopt;
}

std::string month_name(std::int64_t month, core::Language language) {
  const Names& names = months[static_cast<std::size_t>(month - 1)];
  return std::string(language == core::Language::fr ? names.fr : names.en);
}

std::string weekday_name(std::int64_t weekday, core::Language language) {
  const Names& names = weekdays[static_cast<std::size_t>(weekday - 1)];
  return std::string(language == core::Language::fr ? names.fr : names.en);
}

std::string unit_name(Unit unit, bool plural, core::Language language) {
  const UnitNames& names = units[static_cast<std::size_t>(unit)];
  if (language == core::Language::fr) return std::string(plural ? names.fr_plural : names.fr);
  return std::string(plural ? names.en_plural : names.en);
}

}  // namespace recoupe::instruction
