// Which conditions a draft takes: those that account for most words, each word once; and the next best where one is
// doubted.
#include <algorithm>
#include <array>

#include "core/unicode.hpp"
#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double subject_period = 0.06;  // a period is the subject's unless the other table is nearer
constexpr double gain_min = 0.3;
constexpr double period_gain = 1.2;
constexpr double number_gain = 1.0;
constexpr double cue_gain = 0.25;
constexpr double linked_gain = 0.8;  // of a condition that the linker is sure of
constexpr double linked_even = 0.2;  // as sure as this, the linker neither speaks for it nor against
constexpr double exact_strength = 0.95;
constexpr double loose_strength = 0.8;
constexpr double named_strength = 0.75;
constexpr double joined_strength = 0.8;  // of a condition on a table that is not of the frame
constexpr double joined_cost = 0.08;  // a hop
constexpr std::size_t joined_hops_max = 2;
constexpr double claimed_share = 0.4;  // of a word that names a table and may be a value as well
constexpr std::size_t choices_max = 7;  // sets of conditions tried for one draft
constexpr std::size_t period_places_max = 2;  // further dates tried for one period

/// Values that differ in case alone are no other reading.
bool alike(const std::string& left, const std::string& right) { return core::lower(left) == core::lower(right); }

bool same(const Condition& l, const Condition& r) {
  return l.field == r.field && l.form == r.form && l.op == r.op && l.negated == r.negated && l.anchor == r.anchor &&
         l.other == r.other && std::equal(l.values.begin(), l.values.end(), r.values.begin(), r.values.end(), alike);
}

std::string_view form_name(const Condition& condition) {
  static constexpr std::array names = {"values/equals",          "values/flag",        "conditions/null",
                                       "conditions/missing",     "conditions/compare", "conditions/period",
                                       "conditions/empty_array", "conditions/missing", "conditions/compare"};
  if (condition.form == Form::is_null && condition.cue_tokens.empty()) return "conditions/happened";
  if (condition.other >= 0) return "conditions/pair";
  return names[static_cast<std::size_t>(condition.form)];
}

bool says_nothing_there(const Condition& condition) {
  return condition.form == Form::is_null || condition.form == Form::is_missing || condition.form == Form::array_empty ||
         condition.form == Form::present_null;
}

}  // namespace

std::vector<Bench::Open> Bench::open_conditions(const std::vector<std::size_t>& tables) const {
  std::vector<Open> open;
  // Where each table's conditions go: its own seat, or the seat whose table refers to it by the shortest way.
  std::vector<int> seats(vocabulary.tables.size(), -1);
  std::vector<std::size_t> hops(vocabulary.tables.size(), 0);
  for (std::size_t i = tables.size(); i-- > 0;) seats[tables[i]] = static_cast<int>(i);
  for (std::size_t table = 0; table < seats.size(); ++table) {
    if (seats[table] >= 0) continue;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto* path = way(tables[i], table);
      if (path == nullptr || path->size() > joined_hops_max || (seats[table] >= 0 && path->size() >= hops[table]))
        continue;
      seats[table] = static_cast<int>(i);
      hops[table] = path->size();
    }
  }
  for (const auto& condition : conditions) {
    const std::size_t table = vocabulary.fields[condition.field].table;
    if (seats[table] < 0 || (hops[table] > 0 && condition.strength < joined_strength)) continue;
    open.push_back({condition, static_cast<std::size_t>(seats[table]), hops[table] > 0});
    open.back().condition.strength -= joined_cost * static_cast<double>(hops[table]);
  }
  for (std::size_t p = 0; p < reading.periods.size(); ++p) {
    const std::size_t first = reading.token_at(reading.periods[p].begin);
    for (std::size_t table = 0; table < seats.size(); ++table) {
      if (seats[table] < 0 || (hops[table] > 0 && !is_named(table, named_strength))) continue;
      // Where two tables have dates, the period belongs to the one spoken of just before it.
      std::size_t nearest = reading.tokens.size();
      const auto near = [&](std::size_t anchor) {
        nearest = std::min(nearest, anchor < first ? first - anchor : anchor - first + 1);
      };
      for (const auto& mention : mentions.tables)
        if (mention.item == table) near(mention.anchor);
      for (const auto& mention : mentions.values)
        if (vocabulary.fields[mention.item].table == table) near(mention.anchor);
      for (auto& condition : period_conditions(reading, vocabulary, mentions, table, static_cast<int>(p))) {
        condition.strength -=
            0.02 * static_cast<double>(std::min<std::size_t>(nearest, 12)) - (table == tables[0] ? subject_period : 0);
        condition.strength -= joined_cost * static_cast<double>(hops[table]);
        open.push_back({condition, static_cast<std::size_t>(seats[table]), hops[table] > 0});
      }
    }
  }
  return open;
}

bool Bench::says_a_table(const Condition& condition) const {
  return std::any_of(mentions.tables.begin(), mentions.tables.end(),
                     [&](const Mention& m) { return m.anchor == condition.anchor && m.strength >= named_strength; });
}

bool Bench::late(std::size_t token, const std::vector<std::size_t>& tables) const {
  // After the words of another table, and before no more words of the subject.
  std::size_t subject = 0;
  std::size_t other = 0;
  for (const auto& mention : mentions.tables) {
    if (mention.anchor >= token) continue;
    if (mention.item == tables[0])
      subject = std::max(subject, mention.anchor + 1);
    else if (std::find(tables.begin(), tables.end(), mention.item) != tables.end())
      other = std::max(other, mention.anchor + 1);
  }
  return other > subject;
}

/// The cue that asks for a check of this kind, -1 where there is none.
static int asking_cue(Wish wish, const Reading& reading) {
  const auto first = [&](std::initializer_list<Cue> kinds) {
    int at = -1;
    for (const auto& cue : reading.cues)
      if (std::find(kinds.begin(), kinds.end(), cue.cue) != kinds.end() && (at < 0 || static_cast<int>(cue.first) < at))
        at = static_cast<int>(cue.first);
    return at;
  };
  switch (wish) {
    case Wish::missing: return first({Cue::without, Cue::not_, Cue::empty});
    case Wish::anyway: return first({Cue::anyway, Cue::still});
    case Wish::also: return first({Cue::also, Cue::with_});
    case Wish::show: return first({Cue::check, Cue::with_});
    case Wish::mismatch:
    case Wish::totals: return first({Cue::differ, Cue::reconcile});
    default: return -1;
  }
}

std::vector<Bench::Choice> Bench::choices(const Draft& draft, const std::vector<std::size_t>& tables) const {
  const auto open = open_conditions(tables);
  std::vector<Choice> found;
  const auto add = [&](const std::vector<Condition>& without) {
    std::vector<Open> left;
    for (const auto& one : open)
      if (std::none_of(without.begin(), without.end(), [&](const Condition& b) { return same(b, one.condition); }))
        left.push_back(one);
    Draft tried = draft;
    auto chosen = choose(tried, tables, std::move(left));
    found.push_back({std::move(tried), std::move(chosen)});
  };
  add({});
  const auto first = found[0].conditions;
  // Each condition of the best set may be the wrong reading of its words: the next best takes its place, or none.
  for (const auto& list : first) {
    for (const auto& doubted : list) {
      if (found.size() >= choices_max) break;
      add({doubted});
      if (doubted.period < 0) continue;
      std::vector<Condition> out = {doubted};
      for (std::size_t more = 0; more < period_places_max; ++more) {
        const auto& last = found.back().conditions;
        const Condition* next = nullptr;
        for (const auto& again : last)
          for (const auto& one : again)
            if (one.period == doubted.period) next = &one;
        if (next == nullptr || found.size() >= choices_max) break;
        out.push_back(*next);
        add(out);
      }
    }
  }
  return found;
}

void tell_of(Draft& draft, const Condition& condition, const Vocabulary& vocabulary, double times) {
  const std::string form(form_name(condition));
  draft.features[form] += times;
  draft.features[form + "_strength"] += condition.strength * times;
  if (condition.form == Form::equals || condition.form == Form::flag) {
    if (condition.strength >= exact_strength) draft.features["values/exact"] += times;
    if (condition.strength < loose_strength) draft.features["values/loose"] += times;
  }
  if (says_nothing_there(condition)) {
    const auto& field = vocabulary.fields[condition.field];
    if (field.key) draft.features["conditions/null_key"] += times;
    if (!field.field->nullable && !field.field->may_be_missing) draft.features["conditions/null_never"] += times;
  }
  if (condition.negated) draft.features["conditions/negated"] += times;
}

void Bench::tell(Draft& draft, const Open& open, const std::vector<std::size_t>& tables) const {
  const Condition& condition = open.condition;
  tell_of(draft, condition, vocabulary, 1);
  const bool value = condition.form == Form::equals || condition.form == Form::flag;
  if (value && says_a_table(condition)) draft.features["values/table_word"] += 1;
  if (const int cue = asking_cue(draft.wish, reading); cue >= 0) {
    const std::string place = static_cast<int>(condition.anchor) > cue ? "_after" : "_before";
    draft.features[(condition.period >= 0 ? "place/period_" : "place/condition_") + std::string(name_of(draft.wish)) +
                   (open.seat > 0 ? "_other" : "_subject") + place] += 1;
  }
  if (open.joined) draft.features["conditions/joined"] += 1;
  const bool on_other = open.seat > 0;
  if (on_other && !condition.state) draft.features["conditions/on_other"] += 1;
  if (condition.period < 0) return;
  draft.features[on_other ? "conditions/period_on_other" : "conditions/period_on_subject"] += 1;
  if (condition.tokens.size() > 1)
    draft.features["conditions/period_field_said"] += 1;
  else
    draft.features["conditions/period_birth"] += condition.birth * 10;
  if (open.joined) draft.features["conditions/period_joined"] += 1;
  if (on_other) draft.features["conditions/period_on_other_late"] += late(condition.anchor, tables) ? 1 : 0;
}

std::vector<std::vector<Condition>> Bench::choose(Draft& draft, const std::vector<std::size_t>& tables,
                                                  std::vector<Open> open) const {
  std::vector<std::vector<Condition>> chosen(tables.size());
  std::vector<bool> period_used(reading.periods.size(), false);
  std::vector<bool> number_used(reading.numbers.size(), false);
  for (std::size_t i = 0; i < reading.tokens.size(); ++i)
    if (reading.tokens[i].number >= 0 && draft.explained[i] >= 1)
      number_used[static_cast<std::size_t>(reading.tokens[i].number)] = true;
  const bool linked = !mentions.parts.empty();
  const auto gain_of = [&](const Condition& condition) {
    const bool taken = std::any_of(condition.cue_tokens.begin(), condition.cue_tokens.end(),
                                   [&](std::size_t t) { return draft.cue_used[t]; });
    if (taken && (says_nothing_there(condition) || condition.negated)) return 0.0;
    const bool value = condition.form == Form::equals || condition.form == Form::flag;
    double gain = 0;
    for (const auto& [token, worth] : condition.tokens) {
      const bool claimed = value && draft.claimed[token] > 0 && draft.explained[token] <= draft.claimed[token];
      gain += std::max(0.0, worth - draft.explained[token] * (claimed ? claimed_share : 1));
    }
    gain += taken ? 0 : cue_gain * static_cast<double>(condition.cues.size());
    if (condition.period >= 0) gain += period_gain;
    if (condition.number >= 0) gain += number_gain;
    gain *= condition.strength;
    if (linked) gain += linked_gain * (condition.linked - linked_even);
    if (condition.form == Form::is_null && condition.cue_tokens.empty() && gain < 0.45) return 0.0;
    return gain;
  };
  while (true) {
    const Open* best = nullptr;
    double most = gain_min;
    for (const auto& one : open) {
      const auto& condition = one.condition;
      if (condition.period >= 0 && period_used[static_cast<std::size_t>(condition.period)]) continue;
      if (condition.number >= 0 && number_used[static_cast<std::size_t>(condition.number)]) continue;
      const double gain = gain_of(condition);
      if (gain <= most) continue;
      most = gain;
      best = &one;
    }
    if (best == nullptr) break;
    const Open taken = *best;
    const Condition& condition = taken.condition;
    draft.explain(condition.tokens);
    for (const auto& [token, worth] : condition.tokens) draft.claimed[token] = 0;
    for (const std::size_t token : condition.cue_tokens) draft.cue_used[token] = true;
    if (condition.period >= 0) period_used[static_cast<std::size_t>(condition.period)] = true;
    if (condition.number >= 0) {
      number_used[static_cast<std::size_t>(condition.number)] = true;
      for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if (reading.tokens[i].number == condition.number) draft.explained[i] = 1;
    }
    tell(draft, taken, tables);
    const bool array =
        vocabulary.fields[condition.field].kind == FieldKind::array;  // several of its elements may be spoken of
    std::erase_if(open, [&](const Open& one) {
      const auto& c = one.condition;
      if (c.field != condition.field) return false;
      if (array && c.form == Form::equals && condition.form == Form::equals)
        return c.values == condition.values || c.anchor == condition.anchor;
      return c.form != Form::compare || c.number == condition.number;
    });
    chosen[taken.seat].push_back(condition);
  }
  for (auto& list : chosen) std::stable_sort(list.begin(), list.end(), reads_before);
  return chosen;
}

}  // namespace recoupe::planner
