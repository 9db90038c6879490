// Conditions on dates: a period on the date that it fits best, what is overdue.
#include <algorithm>
#include <array>

#include "planner/conditions_parts.hpp"

namespace recoupe::planner {

namespace {

constexpr double overdue_share = 0.75;
constexpr double due_date_strength = 0.7;
constexpr std::size_t overdue_reach = 3;
constexpr std::size_t period_reach = 9;  // words between a date's name and the period
constexpr double linked_date_share = 0.5;  // of how surely the linker puts the period on a date

Condition before_today(const Findings& in, std::size_t field, const FoundCue& cue) {
  Condition condition;
  condition.field = field;
  condition.form = Form::period;
  condition.op = "BEFORE PERIOD";
  condition.values = {in.reading.language == core::Language::fr ? "'aujourd''hui'" : "'today'"};
  use(condition, cue);
  return condition;
}

/// "late invoices": the date that is called due, though the text does not say so.
void add_due_dates(const Findings& in, const FoundCue& cue) {
  static const std::array due = {term_of("due"), term_of("echeance"), term_of("expires")};
  for (std::size_t f = 0; f < in.vocabulary.fields.size(); ++f) {
    const auto& field = in.vocabulary.fields[f];
    const bool fits = field.dated() && std::any_of(field.name.begin(), field.name.end(), [](const WeightedTerm& t) {
                        return std::any_of(due.begin(), due.end(),
                                           [&t](const Term& word) { return likeness(word, t.term) >= same_idea; });
                      });
    if (!fits) continue;
    Condition condition = before_today(in, f, cue);
    condition.strength = due_date_strength;
    condition.anchor = cue.first;
    for (std::size_t i = cue.first; i <= cue.last; ++i) condition.tokens.emplace_back(i, 0.9);
    in.found.push_back(std::move(condition));
  }
}

}  // namespace

void add_overdue(const Findings& in) {
  const auto* cue = in.reading.find(Cue::overdue);
  if (cue == nullptr) return;
  for (const auto& mention : in.mentions.fields) {
    if (!in.vocabulary.fields[mention.item].dated()) continue;
    const std::size_t far = cue->first > mention.anchor ? cue->first - mention.anchor : mention.anchor - cue->last;
    if (far > overdue_reach) continue;
    Condition condition = before_today(in, mention.item, *cue);
    condition.strength = mention.strength * overdue_share;
    condition.anchor = mention.anchor;
    condition.tokens = mention.tokens;
    in.found.push_back(std::move(condition));
  }
  add_due_dates(in, *cue);
}

namespace {

/// How much a date says by its name alone that it is when a row came to be.
double of_birth(const FieldItem& field, std::size_t place) {
  static const std::array creation = {term_of("created"), term_of("opened"), term_of("issued"), term_of("date"),
                                      term_of("received")};
  static const std::array later = {term_of("updated"), term_of("closed"), term_of("expired"), term_of("due"),
                                   term_of("ended"),   term_of("last"),   term_of("birth")};
  double worth = 0.1 - 0.02 * static_cast<double>(std::min<std::size_t>(place, 5));
  for (const auto& term : field.name) {
    for (const auto& known : creation) worth += likeness(known, term.term) >= same_idea ? 0.05 : 0;
    for (const auto& known : later) worth -= likeness(known, term.term) >= same_idea ? 0.06 : 0;
  }
  if (!field.field->nullable) worth += 0.03;
  if (field.element) worth -= 0.2;
  return worth;
}

}  // namespace

std::vector<Condition> period_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                                         std::size_t table, int period) {
  std::vector<Condition> found;
  const auto& phrase = reading.periods[static_cast<std::size_t>(period)];
  const std::size_t first = reading.token_at(phrase.begin);
  std::size_t last = first;
  while (last + 1 < reading.tokens.size() && reading.tokens[last + 1].period == period) ++last;
  std::size_t place = 0;
  for (const std::size_t f : vocabulary.tables[table].fields) {
    const auto& field = vocabulary.fields[f];
    if (!field.dated()) continue;
    Condition condition;
    condition.field = f;
    condition.form = Form::period;
    condition.op = phrase.relation == instruction::Relation::before  ? "BEFORE PERIOD"
                   : phrase.relation == instruction::Relation::after ? "AFTER PERIOD"
                                                                     : "DURING PERIOD";
    condition.values = {quoted(reading.texts_of_periods[static_cast<std::size_t>(period)])};
    condition.anchor = first;
    condition.period = period;
    condition.birth = of_birth(field, place++);
    condition.strength = 0.55 + condition.birth;
    for (const auto& mention : mentions.fields) {
      if (mention.item != f) continue;
      const std::size_t far = mention.anchor < first  ? first - mention.anchor
                              : mention.anchor > last ? mention.anchor - last
                                                      : 0;
      if (far > period_reach) continue;
      const double worth = 0.55 + of_birth(field, 0) * 0.5 + mention.strength * (0.5 - 0.05 * static_cast<double>(far));
      if (worth <= condition.strength) continue;
      condition.strength = worth;
      condition.tokens = mention.tokens;
    }
    condition.tokens.emplace_back(first, 1.0);
    condition.linked = linked(condition, vocabulary, mentions);
    condition.strength += linked_date_share * condition.linked;
    found.push_back(std::move(condition));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Condition& l, const Condition& r) { return l.strength > r.strength; });
  return found;
}

}  // namespace recoupe::planner
