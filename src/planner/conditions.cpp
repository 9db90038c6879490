#include "planner/conditions.hpp"

#include <algorithm>
#include <array>

#include "planner/conditions_parts.hpp"

namespace recoupe::planner {

namespace {

constexpr double field_bonus = 0.05;  // the field's own name is said as well
constexpr double as_written_bonus = 0.01;
constexpr std::size_t alternatives_reach = 5;

/// "cancelled ones left out": a negation that follows what it denies.
const FoundCue* exclusion_after(const Reading& reading, std::size_t last) {
  const auto* cue = cue_after(reading, last, {Cue::not_}, negation_reach + 1);
  if (cue == nullptr) return nullptr;
  const auto& word = reading.tokens[cue->first].term.folded;
  const bool leaves_out = word.starts_with("exclu") || word == "left" || word == "excepte" || word == "apart" ||
                          word == "aside" || word == "ecarte";
  return leaves_out ? cue : nullptr;
}

void deny(Condition& condition, const Reading& reading, const Mention& mention) {
  const auto* cue = cue_before(reading, first_of(mention), {Cue::not_, Cue::without}, negation_reach);
  if (cue == nullptr) cue = exclusion_after(reading, last_of(mention));
  if (cue == nullptr) return;
  condition.negated = !condition.negated;
  use(condition, *cue);
}

/// "region EU", "statut annulé": the name of the field beside the value is accounted for too.
void add_field_words(const Findings& in, Condition& condition, const Mention& mention) {
  for (const auto& named : in.mentions.fields) {
    if (named.item != mention.item) continue;
    const std::size_t far =
        named.anchor > mention.anchor ? named.anchor - mention.anchor : mention.anchor - named.anchor;
    if (far == 0 || far > 3) continue;
    condition.strength += field_bonus * named.strength;
    for (const auto& token : named.tokens) condition.tokens.push_back(token);
    return;
  }
}

void add_value(const Findings& in, const Mention& mention) {
  const auto& known = in.vocabulary.fields[mention.item].field->known_values[static_cast<std::size_t>(mention.value)];
  Condition condition;
  condition.field = mention.item;
  condition.values = {quoted(known)};
  condition.negated = mention.opposite;
  condition.strength = mention.strength;
  condition.anchor = mention.anchor;
  condition.tokens = mention.tokens;
  // Of values that differ in case alone, the one written as it was said.
  if (in.reading.tokens[mention.anchor].text.starts_with(known)) condition.strength += as_written_bonus;
  add_field_words(in, condition, mention);
  deny(condition, in.reading, mention);
  in.found.push_back(std::move(condition));
}

void add_flag(const Findings& in, const Mention& mention) {
  Condition condition;
  condition.field = mention.item;
  condition.form = Form::flag;
  condition.negated = mention.opposite;
  condition.strength = mention.strength;
  condition.anchor = mention.anchor;
  condition.tokens = mention.tokens;
  deny(condition, in.reading, mention);
  in.found.push_back(std::move(condition));
}

/// Gives the word of choice between two words, empty where there is none.
std::string choice_between(const Reading& reading, std::size_t first, std::size_t last) {
  static constexpr std::array words = {"or", "ou", "et", "and", "ni", "nor"};
  for (std::size_t i = first + 1; i < last; ++i)
    if (std::find(words.begin(), words.end(), reading.tokens[i].term.folded) != words.end())
      return reading.tokens[i].term.folded;
  return {};
}

/// "CN or US": two values of one field become IN; "neither closed nor solved" denies both.
void join_alternatives(const Findings& in) {
  const auto is_one = [](const Condition& c) {
    return c.form == Form::equals || (c.form == Form::compare && c.op == "=" && c.other < 0);
  };
  const std::size_t count = in.found.size();
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      const Condition a = in.found[i];
      const Condition b = in.found[j];
      if (i == j || !is_one(a) || !is_one(b) || a.form != b.form || a.field != b.field || a.values == b.values)
        continue;
      if (a.anchor >= b.anchor || b.anchor - a.anchor > alternatives_reach) continue;
      const bool overlap = std::any_of(a.tokens.begin(), a.tokens.end(), [&](const auto& t) {
        return t.first == b.anchor ||
               (t.first != a.anchor && std::any_of(b.tokens.begin(), b.tokens.end(), [&t](const auto& u) {
                  return u.first == t.first && u.second >= t.second;
                }));
      });
      const std::string choice = choice_between(in.reading, a.anchor, b.anchor);
      if ((overlap && a.form == Form::equals) || choice.empty() || (b.negated && !a.negated)) continue;
      Condition both = a;
      both.form = Form::equals;
      both.values.push_back(b.values[0]);
      both.tokens.insert(both.tokens.end(), b.tokens.begin(), b.tokens.end());
      both.tokens.emplace_back(b.anchor, 1.0);
      both.strength = std::min(a.strength, b.strength) + field_bonus;
      in.found.push_back(std::move(both));
    }
  }
}

}  // namespace

std::size_t first_of(const Mention& mention) {
  std::size_t first = mention.anchor;
  for (const auto& [token, worth] : mention.tokens) first = std::min(first, token);
  return first;
}

std::size_t last_of(const Mention& mention) {
  std::size_t last = mention.anchor;
  for (const auto& [token, worth] : mention.tokens) last = std::max(last, token);
  return last;
}

const FoundCue* cue_before(const Reading& reading, std::size_t first, std::initializer_list<Cue> kinds,
                           std::size_t reach) {
  const FoundCue* found = nullptr;
  for (const auto& cue : reading.cues) {
    if (std::find(kinds.begin(), kinds.end(), cue.cue) == kinds.end() || cue.last >= first || first - cue.last > reach)
      continue;
    std::size_t between = 0;
    for (std::size_t i = cue.last + 1; i < first; ++i) between += reading.tokens[i].content() ? 1 : 0;
    if (between <= 1) found = &cue;
  }
  return found;
}

const FoundCue* cue_after(const Reading& reading, std::size_t last, std::initializer_list<Cue> kinds,
                          std::size_t reach) {
  for (const auto& cue : reading.cues) {
    if (std::find(kinds.begin(), kinds.end(), cue.cue) == kinds.end() || cue.first <= last || cue.first - last > reach)
      continue;
    std::size_t between = 0;
    for (std::size_t i = last + 1; i < cue.first; ++i) between += reading.tokens[i].content() ? 1 : 0;
    if (between == 0) return &cue;
  }
  return nullptr;
}

void use(Condition& condition, const FoundCue& cue) {
  condition.cues.push_back(cue.cue);
  for (std::size_t i = cue.first; i <= cue.last; ++i) condition.cue_tokens.push_back(i);
}

bool says_the_same(const Condition& l, const Condition& r) {
  return l.field == r.field && l.form == r.form && l.negated == r.negated && l.values == r.values &&
         l.op == r.op && l.other == r.other;
}

bool reads_before(const Condition& left, const Condition& right) {
  const bool dated = left.period >= 0;
  return dated != (right.period >= 0) ? !dated : left.anchor < right.anchor;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::vector<Condition> find_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                                       double linked_min) {
  std::vector<Condition> found;
  const Findings in{reading, vocabulary, mentions, found};
  for (const auto& mention : mentions.values) add_value(in, mention);
  for (const auto& mention : mentions.fields)
    if (vocabulary.fields[mention.item].kind == FieldKind::flag) add_flag(in, mention);
  add_empties(in);
  add_overdue(in);
  add_numbers(in);
  add_quotes(in);
  add_linked(in, linked_min);
  join_alternatives(in);
  return found;
}

}  // namespace recoupe::planner
