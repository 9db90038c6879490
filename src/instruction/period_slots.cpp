#include "instruction/period_slots.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "instruction/fold.hpp"
#include "instruction/number_words.hpp"
#include "instruction/period_names.hpp"

namespace recoupe::instruction {
namespace {

using Words = std::vector<PhraseWord>;
using Behind = std::optional<std::size_t>;

constexpr std::size_t count_words_max = 8;  // of a count: "deux cent quatre-vingt-dix"
constexpr std::int64_t running_year_min = 1'900;
constexpr std::int64_t running_year_max = 2'100;

std::optional<std::int64_t> whole(std::string_view digits) {
  if (!is_all_digits(digits) || digits.size() > 9) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<std::int64_t> year_of(std::string_view word, bool running) {
  const auto year = whole(word);
  if (!year || word.size() != 4) return std::nullopt;
  const bool known = running ? *year >= running_year_min && *year <= running_year_max
                             : *year >= period_year_min && *year <= period_year_max;
  return known ? year : std::nullopt;
}

std::optional<std::int64_t> day_of(std::string_view word) {
  for (const std::string_view suffix : {"er", "st", "nd", "rd", "th", "eme", "e"})
    if (word.ends_with(suffix) && is_digit(word.front())) {
      word.remove_suffix(suffix.size());
      break;
    }
  if (word == "premier" || word == "first") return 1;
  const auto day = whole(word);
  return day && word.size() <= 2 && *day >= 1 && *day <= 31 ? day : std::nullopt;
}

// Parts of "2026-03-05", "05/03/2026", "1-15".
std::vector<std::string_view> parts_of(std::string_view word) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto cut = word.find_first_of("-/.");
    parts.push_back(word.substr(0, cut));
    if (cut == std::string_view::npos) return parts;
    word.remove_prefix(cut + 1);
  }
}

Behind read_date(const PhraseWord& word, std::size_t at, bool running, Captures& out) {
  const auto parts = parts_of(word.folded);
  if (parts.size() != 3) return std::nullopt;
  const bool year_first = parts[0].size() == 4;
  const auto year = year_of(year_first ? parts[0] : parts[2], running);
  const auto month = whole(parts[1]);
  const auto day = day_of(year_first ? parts[2] : parts[0]);
  if (!year || !month || !day || *month < 1 || *month > 12) return std::nullopt;
  out.year = year;
  out.months.push_back(*month);
  out.days.push_back(*day);
  return at + 1;
}

Behind read_year_month(const PhraseWord& word, std::size_t at, bool running, Captures& out) {
  const auto parts = parts_of(word.folded);
  if (parts.size() != 2) return std::nullopt;
  const bool year_first = parts[0].size() == 4;
  const auto year = year_of(year_first ? parts[0] : parts[1], running);
  const auto month = whole(year_first ? parts[1] : parts[0]);
  if (!year || !month || *month < 1 || *month > 12) return std::nullopt;
  out.year = year;
  out.months.push_back(*month);
  return at + 1;
}

Behind read_span(const PhraseWord& word, std::size_t at, Captures& out) {
  const auto parts = parts_of(word.folded);
  if (parts.size() != 2) return std::nullopt;
  const auto first = day_of(parts[0]);
  const auto second = day_of(parts[1]);
  if (!first || !second) return std::nullopt;
  out.days.insert(out.days.end(), {*first, *second});
  return at + 1;
}

Behind read_count(const Words& words, std::size_t at, Captures& out) {
  if (const auto digits = whole(words[at].folded)) {
    if (*digits < 1 || *digits > period_count_max) return std::nullopt;
    out.count = digits;
    return at + 1;
  }
  std::vector<std::string_view> folded;
  const std::size_t last = std::min(words.size(), at + count_words_max);
  for (std::size_t i = at; i < last && (i == at || words[i].tight); ++i) folded.push_back(words[i].folded);
  const auto fr = read_number_words(folded, core::Language::fr);
  const auto en = read_number_words(folded, core::Language::en);
  const auto& best = fr && (!en || fr->words >= en->words) ? fr : en;
  if (!best || best->value < 1 || best->value > period_count_max) return std::nullopt;
  out.count = best->value;
  return at + best->words;
}

Behind read_unit(const Words& words, std::size_t at, bool single, Captures& out) {
  const bool next_is_tight = at + 1 < words.size() && words[at + 1].tight;
  if (words[at].folded == "half" && next_is_tight &&
      (words[at + 1].folded == "year" || (!single && words[at + 1].folded == "years"))) {
    out.unit = Unit::half;
    return at + 2;
  }
  const auto unit = unit_named(words[at].folded);
  if (!unit || (single && (!unit->singular || unit->unit == Unit::day))) return std::nullopt;
  out.unit = unit->unit;
  return at + 1;
}

// "Q3" and "T3", "H1" and "S1": a letter and a digit up to `most`.
Behind read_lettered(const PhraseWord& word, std::size_t at, std::string_view letters, char most, std::int64_t& out) {
  const std::string& text = word.folded;
  if (text.size() != 2 || letters.find(text[0]) == std::string_view::npos || text[1] < '1' || text[1] > most)
    return std::nullopt;
  out = text[1] - '0';
  return at + 1;
}

struct RelativeYear {
  std::string_view words;
  std::int64_t offset;
};
constexpr std::array<RelativeYear, 15> relative_years{{{"last year", -1},
                                                       {"this year", 0},
                                                       {"next year", 1},
                                                       {"l an dernier", -1},
                                                       {"l an passe", -1},
                                                       {"l annee derniere", -1},
                                                       {"l annee passee", -1},
                                                       {"annee derniere", -1},
                                                       {"an dernier", -1},
                                                       {"cette annee", 0},
                                                       {"l annee en cours", 0},
                                                       {"l an prochain", 1},
                                                       {"l annee prochaine", 1},
                                                       {"annee prochaine", 1},
                                                       {"the year", 0}}};

Behind sequence_at(const Words& words, std::size_t at, std::string_view sequence) {
  for (bool first = true; !sequence.empty(); first = false) {
    const auto cut = std::min(sequence.find(' '), sequence.size());
    if (at >= words.size() || words[at].folded != sequence.substr(0, cut) || (!first && !words[at].tight))
      return std::nullopt;
    sequence.remove_prefix(std::min(cut + 1, sequence.size()));
    ++at;
  }
  return at;
}

Behind read_any_year(const Words& words, std::size_t at, bool running, Captures& out) {
  std::size_t start = at;
  for (const std::string_view link : {"of", "de", "d", "in", "en"})
    if (words[start].folded == link && start + 1 < words.size() && words[start + 1].tight) {
      ++start;
      break;
    }
  if (const auto year = year_of(words[start].folded, running)) {
    out.year = year;
    return start + 1;
  }
  for (const auto& [sequence, offset] : relative_years)
    if (const auto behind = sequence_at(words, start, sequence)) {
      out.year_offset = offset;
      return behind;
    }
  return std::nullopt;
}

Behind within(std::optional<std::int64_t> value, std::int64_t most, std::size_t at, std::int64_t& out) {
  if (!value || *value < 1 || *value > most) return std::nullopt;
  out = *value;
  return at + 1;
}

}  // namespace

std::optional<std::size_t> read_slot(std::string_view slot, const Words& words, std::size_t at, bool running,
                                     Captures& captures) {
  const PhraseWord& word = words[at];
  if (slot == "n") return read_count(words, at, captures);
  if (slot == "unit" || slot == "unit1") return read_unit(words, at, slot == "unit1", captures);
  if (slot == "month" || slot == "anymonth") {
    const auto month = month_named(word.folded);
    if (!month || (slot == "month" && month->doubtful)) return std::nullopt;
    captures.months.push_back(month->month);
    return at + 1;
  }
  if (slot == "weekday") return within(weekday_named(word.folded), 7, at, captures.weekday);
  if (slot == "day") {
    const auto day = day_of(word.folded);
    if (day) captures.days.push_back(*day);
    return day ? Behind(at + 1) : std::nullopt;
  }
  if (slot == "year") {
    captures.year = year_of(word.folded, running);
    return captures.year ? Behind(at + 1) : std::nullopt;
  }
  if (slot == "y" || slot == "y?") return read_any_year(words, at, running, captures);
  if (slot == "ord") return within(ordinal_named(word.folded), 4, at, captures.quarter);
  if (slot == "fourth") return within(whole(word.folded), 4, at, captures.quarter);
  if (slot == "oneortwo") return within(ordinal_named(word.folded), 2, at, captures.half);
  if (slot == "week") return within(whole(word.folded), 53, at, captures.week);
  if (slot == "q") return read_lettered(word, at, "qt", '4', captures.quarter);
  if (slot == "h") return read_lettered(word, at, "hs", '2', captures.half);
  if (slot == "date") return read_date(word, at, running, captures);
  if (slot == "ym") return read_year_month(word, at, running, captures);
  if (slot == "span") return read_span(word, at, captures);
  return std::nullopt;
}

}  // namespace recoupe::instruction
