// Conditions on what is not there: null or empty, the field absent, present but null, a date that has or has not come.
#include <algorithm>
#include <array>
#include <span>

#include "planner/conditions_parts.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t empty_reach = 4;
constexpr double happened_share =
    0.62;  // "delivered" as "the delivery date is there": weaker than a status that says so
constexpr double not_happened_share = 0.9;  // said with a negation
constexpr double opposite_share = 0.85;
constexpr double never_share = 0.6;  // "never" speaks of what happens: less of a field that is no date
constexpr double table_named_min = 0.6;

/// "refusals without a reason": what lacks is what follows.
bool lacks_what_follows(const Reading& reading, const FoundCue& cue) {
  const auto& word = reading.tokens[cue.first].term.folded;
  return word == "sans" || word == "without" || word == "no" || word == "aucun" || word == "aucune" || word == "ni";
}

bool is_one_of(const std::string& word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "exists", "holds": the field is there.
bool is_held(const std::string& word) {
  static constexpr std::array<std::string_view, 15> words = {
      "present", "presente", "presents", "presentes", "exists", "exist",  "existe",  "existent",
      "holds",   "hold",     "there",    "vaut",      "valent", "bien",   "contient"};
  return is_one_of(word, words);
}

/// "present but null": the field is there and holds nothing.
bool says_present_null(const Reading& reading) {
  static constexpr std::array<std::string_view, 8> nothing = {"null", "nul", "nulle", "nulls",
                                                              "nuls", "nulles", "empty", "vide"};
  const auto says = [&](const auto& fits) {
    return std::any_of(reading.tokens.begin(), reading.tokens.end(), [&](const Token& t) { return fits(t.term.folded); });
  };
  return says(is_held) && says([](const std::string& word) { return is_one_of(word, nothing); });
}

void add_null(const Findings& in, const Mention& mention) {
  const auto& reading = in.reading;
  const auto& field = in.vocabulary.fields[mention.item];
  const auto* cue = cue_before(reading, first_of(mention), {Cue::without, Cue::empty, Cue::absent_field}, empty_reach);
  if (cue == nullptr) cue = cue_before(reading, mention.anchor, {Cue::without}, empty_reach);
  if (cue == nullptr) {
    cue = cue_after(reading, last_of(mention), {Cue::empty, Cue::absent_field, Cue::without}, empty_reach);
    if (cue != nullptr && cue->cue == Cue::without && lacks_what_follows(reading, *cue)) cue = nullptr;
  }
  if (cue == nullptr) cue = reading.find(Cue::absent_field);
  const bool held_null = in.vocabulary.tables[field.table].table->sampled && says_present_null(reading);
  if (cue == nullptr && held_null) cue = reading.find(Cue::empty);
  Condition condition;
  condition.field = mention.item;
  condition.anchor = mention.anchor;
  condition.tokens = mention.tokens;
  // "refused without a reason": the words before "without" are not the field's.
  if (cue != nullptr && cue->cue == Cue::without && cue->last < mention.anchor)
    std::erase_if(condition.tokens, [cue](const auto& t) { return t.first < cue->first; });
  condition.strength = mention.strength;
  if (cue != nullptr && !field.dated()) {
    const auto& word = reading.tokens[cue->first].term.folded;
    if (word == "never" || word == "jamais") condition.strength *= never_share;
  }
  condition.form = Form::is_null;
  if (cue == nullptr) {
    cue = cue_before(reading, first_of(mention), {Cue::not_null}, empty_reach);
    if (cue == nullptr) cue = cue_after(reading, last_of(mention), {Cue::not_null}, empty_reach);
    if (cue == nullptr) return;
    condition.negated = true;
  }
  if (field.kind == FieldKind::array || field.element) {
    if (field.element) return;
    condition.form = Form::array_empty;
  } else if (held_null && !condition.negated) {
    condition.form = Form::present_null;
    for (const auto& other : reading.cues)
      if (other.cue == Cue::empty) use(condition, other);
    for (std::size_t i = 0; i < reading.tokens.size(); ++i)
      if (is_held(reading.tokens[i].term.folded)) condition.tokens.emplace_back(i, 1.0);
  } else if (reading.has(Cue::absent_field) && in.vocabulary.tables[field.table].table->sampled) {
    condition.form = Form::is_missing;
    use(condition, *reading.find(Cue::absent_field));
  }
  use(condition, *cue);
  in.found.push_back(std::move(condition));
}

bool is_auxiliary(const std::string& word) {
  static constexpr std::array words = {"have", "has", "had", "are", "is", "were", "was", "been", "got", "t",
                                       "ont", "a", "sont", "est", "etaient", "etait", "ete", "pas", "jamais", "never",
                                       "not", "plus", "deja", "already", "since", "depuis"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Tells whether a word speaks of rows as an adjective does: right beside a table's name, or after "have", "never".
bool stands_as_state(const Findings& in, std::size_t at, std::size_t table) {
  const auto& tokens = in.reading.tokens;
  if (at > 0 && is_auxiliary(tokens[at - 1].term.folded)) return true;
  const auto names = [&](std::size_t token) {
    return std::any_of(in.mentions.tables.begin(), in.mentions.tables.end(), [&](const Mention& m) {
      return m.item == table && m.anchor == token && m.strength >= table_named_min;
    });
  };
  return (at > 0 && names(at - 1)) || (at + 1 < tokens.size() && names(at + 1));
}

/// Gives how surely a word is the whole of what a date's name says: "left" of left_on, "logged" of last_login.
double says_the_date(const Term& said, const FieldItem& field) {
  double sure = 0;
  for (const auto& named : field.name) {
    const auto& word = named.term.folded;
    if (named.weight < 1 || word == "last" || word == "dernier" || word == "derniere") continue;
    const double like = likeness(said, named.term);
    if (like < likeness_min) return 0;
    sure = std::max(sure, like);
  }
  return sure;
}

/// "paid" where only a nullable date tells: the date is there, or not.
void add_happened(const Findings& in, const Mention& mention) {
  const auto& field = in.vocabulary.fields[mention.item];
  if (!field.field->nullable && !field.field->may_be_missing) return;
  Condition condition;
  condition.field = mention.item;
  condition.form = Form::is_null;
  condition.negated = !mention.opposite;
  condition.strength = mention.strength * happened_share;
  condition.anchor = mention.anchor;
  condition.tokens = mention.tokens;
  const double sure = mention.opposite ? 0 : says_the_date(in.reading.tokens[mention.anchor].term, field);
  condition.state = sure > 0 && stands_as_state(in, mention.anchor, field.table);
  if (condition.state) condition.strength = sure;
  if (const auto* cue = cue_before(in.reading, first_of(mention), {Cue::not_, Cue::without}, negation_reach)) {
    condition.negated = !condition.negated;
    if (!condition.state) condition.strength = mention.strength * not_happened_share;
    use(condition, *cue);
  }
  if (mention.opposite) condition.strength = mention.strength * opposite_share;
  in.found.push_back(std::move(condition));
}

}  // namespace

void add_empties(const Findings& in) {
  for (const auto& mention : in.mentions.fields) {
    const auto& field = in.vocabulary.fields[mention.item];
    if (field.kind == FieldKind::flag) continue;
    add_null(in, mention);
    if (field.dated()) add_happened(in, mention);
  }
}

}  // namespace recoupe::planner
