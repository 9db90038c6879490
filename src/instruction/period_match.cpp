#include "instruction/period_match.hpp"

#include <algorithm>
#include <array>

#include "instruction/fold.hpp"
#include "instruction/instruction.hpp"
#include "instruction/period_names.hpp"
#include "instruction/period_patterns.hpp"
#include "instruction/period_slots.hpp"

namespace recoupe::instruction {
namespace {

using Words = std::vector<PhraseWord>;

struct Element {
  bool optional = false;
  std::string_view slot;                                   // else words
  std::vector<std::vector<std::string_view>> alternatives;
};

struct Pattern {
  std::vector<Element> elements;
  const Row* row = nullptr;
};

std::vector<std::string_view> split(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto cut = std::min(text.find(sign), text.size());
    parts.push_back(text.substr(0, cut));
    text.remove_prefix(std::min(cut + 1, text.size()));
  }
  return parts;
}

Element element_of(std::string_view text) {
  Element element;
  if (text.starts_with('[')) {
    element.optional = true;
    text = text.substr(1, text.size() - 2);
  }
  if (text.starts_with('{')) {
    element.slot = text.substr(1, text.size() - 2);
    if (element.slot == "y?") element.optional = true;
    return element;
  }
  for (const auto alternative : split(text, '|')) element.alternatives.push_back(split(alternative, '_'));
  return element;
}

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> compiled = [] {
    std::vector<Pattern> all;
    for (const Row& row : rows()) {
      Pattern pattern;
      pattern.row = &row;
      for (const auto text : split(row.pattern, ' ')) pattern.elements.push_back(element_of(text));
      all.push_back(std::move(pattern));
    }
    return all;
  }();
  return compiled;
}

std::optional<std::size_t> behind(const Words& words, std::size_t at, const std::vector<std::string_view>& sequence) {
  for (std::size_t i = 0; i < sequence.size(); ++i, ++at)
    if (at >= words.size() || words[at].folded != sequence[i] || (i > 0 && !words[at].tight)) return std::nullopt;
  return at;
}

bool is_point(Make make) {
  return make == Make::day || make == Make::unit || make == Make::calendar || make == Make::weekday;
}

Form calendar(const Captures& captures, int offset) {
  Form form;
  form.shape = Shape::calendar;
  form.offset = offset;
  form.year = captures.year;
  form.year_offset = captures.year_offset;
  form.quarter = captures.quarter;
  form.half = captures.half;
  form.week = captures.week;
  if (!captures.months.empty()) form.month = captures.months[0];
  if (!captures.days.empty()) form.day = captures.days[0];
  return form;
}

Form of_unit(Unit unit, std::int64_t offset) {
  Form form;
  form.unit = unit;
  form.offset = offset;
  return form;
}

std::int64_t place_in_year(const Form& form) {
  return (form.month + form.quarter * 3 + form.half * 6) * 40 + form.day + form.week * 10;
}

// "From December to March 2026" began in 2025: the year that is said goes to both sides.
void share_year(Form& first, Form& second) {
  const bool rising = place_in_year(first) <= place_in_year(second);
  const bool both = first.shape == Shape::calendar && second.shape == Shape::calendar;
  if (!both || first.offset != 0 || second.offset != 0) return;
  if (first.yearless() && second.year) first.year = *second.year - (rising ? 0 : 1);
  else if (first.yearless() && second.year_offset) first.year_offset = *second.year_offset - (rising ? 0 : 1);
  else if (second.yearless() && first.year) second.year = *first.year + (rising ? 0 : 1);
  else if (second.yearless() && first.year_offset) second.year_offset = *first.year_offset + (rising ? 0 : 1);
}

Form between(Form first, Form second) {
  share_year(first, second);
  Form form;
  form.shape = Shape::between;
  form.parts = {std::move(first), std::move(second)};
  return form;
}

Form of_parts(Shape shape, Form part) {
  Form form;
  form.shape = shape;
  form.parts = {std::move(part)};
  return form;
}

Form counted(Shape shape, const Captures& captures) {
  Form form;
  form.shape = shape;
  form.unit = *captures.unit;
  form.count = captures.count.value_or(1);
  return form;
}

Form since(const Captures& captures, int letter) {
  if (!captures.points.empty()) return of_parts(Shape::since, captures.points[0]);
  if (captures.unit) return of_parts(Shape::since, of_unit(*captures.unit, 0));
  return of_parts(Shape::since, of_unit(letter == 'y' ? Unit::year : letter == 'q' ? Unit::quarter : Unit::month, 0));
}

Form made(const Row& row, const Captures& captures) {
  switch (row.make) {
    case Make::day:
      return of_unit(Unit::day, row.arg);
    case Make::unit:
      return of_unit(*captures.unit, row.arg);
    case Make::last:
    case Make::last_one:
    case Make::older:
      return counted(Shape::last, captures);
    case Make::next:
      return counted(Shape::next, captures);
    case Make::shifted:
      return of_unit(*captures.unit, row.arg * *captures.count);
    case Make::calendar:
      return calendar(captures, row.arg);
    case Make::weekday: {
      Form form;
      form.shape = Shape::weekday;
      form.weekday = captures.weekday;
      form.offset = row.arg;
      return form;
    }
    case Make::since:
      return since(captures, row.arg);
    case Make::until:
      return of_parts(Shape::until, captures.points[0]);
    case Make::between:
      return between(captures.points[0], captures.points[1]);
    case Make::days: {
      if (captures.days[0] > captures.days[1]) return calendar({}, 0);
      Form second = calendar(captures, 0);
      Form first = second;
      second.day = captures.days[1];
      return between(std::move(first), std::move(second));
    }
    case Make::months: {
      Form second = calendar(captures, 0);
      Form first = second;
      second.month = captures.months[1];
      if (second.month < first.month) first.year.reset();
      if (second.month < first.month) first.year_offset.reset();
      return between(std::move(first), std::move(second));
    }
  }
  return {};
}

constexpr std::size_t articles_max = 4;  // "le mois d'août", "the month of August"

bool is_article(std::string_view word) {
  constexpr std::array<std::string_view, 16> articles{"le", "la", "l", "les", "the", "de", "du",   "d",
                                                      "au", "a",  "en", "in",  "on",  "of", "mois", "month"};
  return std::find(articles.begin(), articles.end(), word) != articles.end();
}

class Matcher {
 public:
  Matcher(const Words& words, bool running) : words_(words), running_(running) {}

  std::optional<PhraseMatch> at(std::size_t start, bool points_only) {
    std::optional<PhraseMatch> best;
    for (const Pattern& pattern : patterns()) {
      if (points_only && !is_point(pattern.row->make)) continue;
      if (!points_only && pattern.row->where == (running_ ? Where::expected : Where::running)) continue;
      step(pattern, 0, start, start, {}, best);
    }
    return best;
  }

 private:
  void step(const Pattern& pattern, std::size_t element_at, std::size_t start, std::size_t at, Captures captures,
            std::optional<PhraseMatch>& best) {
    if (element_at == pattern.elements.size()) {
      Form form = made(*pattern.row, captures);
      if (at > start && is_valid(form) && (!best || at > best->end))
        best = PhraseMatch{std::move(form), at, pattern.row->make == Make::older};
      return;
    }
    const Element& element = pattern.elements[element_at];
    if (element.optional) step(pattern, element_at + 1, start, at, captures, best);
    if (at >= words_.size() || (at > start && !words_[at].tight)) return;
    if (!element.slot.empty()) {
      Captures more = captures;
      if (const auto end = slot(element.slot, at, more))
        step(pattern, element_at + 1, start, *end, std::move(more), best);
      return;
    }
    for (const auto& alternative : element.alternatives)
      if (const auto end = behind(words_, at, alternative)) step(pattern, element_at + 1, start, *end, captures, best);
  }

  std::optional<std::size_t> slot(std::string_view name, std::size_t at, Captures& captures) {
    if (name != "p" && name != "p0") return read_slot(name, words_, at, running_, captures);
    auto point = this->at(at, true);
    std::size_t start = at;
    while (!point && start < at + articles_max && start + 1 < words_.size() && is_article(words_[start].folded) &&
           words_[start + 1].tight)
      point = this->at(++start, true);
    if (!point && name == "p0") {
      Captures unit;
      if (const auto end = read_slot("unit1", words_, start, running_, unit))
        point = PhraseMatch{of_unit(*unit.unit, 0), *end, false};
    }
    if (!point) return std::nullopt;
    captures.points.push_back(std::move(point->form));
    return point->end;
  }

  const Words& words_;
  bool running_;
};

// Between the words of a phrase stand spaces, apostrophes and hyphens; a comma before a year, a point behind "sept.".
bool is_tight(std::string_view gap, std::string_view left, std::string_view right) {
  for (std::size_t at = 0; at < gap.size();) {
    std::size_t bytes = space_bytes(gap, at);
    if (gap[at] == '\'' || gap[at] == '-') bytes = 1;
    if (gap.substr(at).starts_with("’")) bytes = 3;
    if (gap[at] == ',' && is_all_digits(right)) bytes = 1;
    if (gap[at] == '.' && month_named(left) && left.size() <= 5) bytes = 1;
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

}  // namespace

std::vector<PhraseWord> phrase_words(std::string_view text) {
  std::vector<PhraseWord> out;
  const auto add = [&](std::string folded, std::size_t begin, std::size_t end) {
    const std::size_t gap_begin = out.empty() ? 0 : out.back().end;
    const bool tight = !out.empty() && is_tight(text.substr(gap_begin, begin - gap_begin), out.back().folded, folded);
    out.push_back({std::move(folded), begin, end, tight});
  };
  for (Word& word : words_of(text)) {
    // "Avant-hier" is a day, "avant hier" what lies before yesterday.
    if (word.folded == "hier" && !out.empty() && out.back().folded == "avant" &&
        text.substr(out.back().end, word.begin - out.back().end) == "-") {
      out.back().folded = "avant-hier";
      out.back().end = word.end;
      continue;
    }
    // "T3-2025" and "2025-Q3" are a quarter and a year.
    const auto cut = word.folded.find_first_of("-/");
    const bool two = cut != std::string::npos && word.folded.size() == 7 &&
                     ((cut == 2 && !is_digit(word.folded[0])) || (cut == 4 && !is_digit(word.folded[5])));
    if (!two) {
      add(std::move(word.folded), word.begin, word.end);
      continue;
    }
    add(word.folded.substr(0, cut), word.begin, word.begin + cut);
    add(word.folded.substr(cut + 1), word.begin + cut + 1, word.end);
    out.back().tight = true;
  }
  return out;
}

std::optional<PhraseMatch> match_period(const Words& words, std::size_t at, bool running) {
  return Matcher(words, running).at(at, false);
}

std::vector<std::size_t> behind_openings(const Words& words, std::size_t at) {
  std::vector<std::size_t> starts;
  for (const auto opening : openings()) {
    const auto end = behind(words, at, split(opening, ' '));
    if (end && *end < words.size() && words[*end].tight) starts.push_back(*end);
  }
  return starts;
}

std::size_t opening_before(const Words& words, std::size_t at) {
  std::size_t best = at;
  for (const auto opening : openings()) {
    const auto sequence = split(opening, ' ');
    if (sequence.size() > at || !words[at].tight) continue;
    if (behind(words, at - sequence.size(), sequence) == at) best = std::min(best, at - sequence.size());
  }
  return best;
}

}  // namespace recoupe::instruction
