#include <algorithm>
#include <array>
#include <numeric>

#include "core/unicode.hpp"
#include "plan/keywords.hpp"
#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double subject_period = 0.06;  // a period is the subject's unless the other table is nearer
constexpr double gain_min = 0.3;
constexpr double period_gain = 1.2;
constexpr double number_gain = 1.0;
constexpr double cue_gain = 0.25;
constexpr double confidence_margin = 0.02;  // links less sure than the surest by more are tried only where their key is spoken of
constexpr double key_spoken_min = 0.7;
constexpr double exact_strength = 0.95;
constexpr double loose_strength = 0.8;
constexpr double named_strength = 0.75;
constexpr std::size_t choices_max = 7;         // sets of conditions tried for one draft
constexpr std::size_t period_places_max = 2;   // further dates tried for one period

std::vector<catalog::SourceKind> named_sources(const Reading& reading) {
  std::vector<catalog::SourceKind> named;
  const auto add = [&named](catalog::SourceKind kind) {
    if (std::find(named.begin(), named.end(), kind) == named.end()) named.push_back(kind);
  };
  for (const auto& token : reading.tokens) {
    if (token.term.folded.starts_with("mongo")) add(catalog::SourceKind::mongodb);
    if (token.term.folded.starts_with("postgre")) add(catalog::SourceKind::postgres);
  }
  return named;
}

/// Explains a table by its best mention that does not lean on words spoken for.
const Mention* best_table_mention(const Bench& bench, const Draft& draft, std::size_t table, bool early) {
  const Mention* best = nullptr;
  double most = 0;
  for (const auto& mention : bench.mentions.tables) {
    if (mention.item != table) continue;
    if (draft.explained[mention.anchor] > 0.5) continue;
    const double late = static_cast<double>(mention.anchor) / static_cast<double>(bench.reading.tokens.size() + 1);
    const double worth = mention.strength - (early ? 0.15 * late : 0);
    if (worth > most) {
      most = worth;
      best = &mention;
    }
  }
  return best;
}

}  // namespace

std::string_view name_of(Wish wish) {
  switch (wish) {
    case Wish::list: return "list";
    case Wish::first_rows: return "first rows";
    case Wish::missing: return "missing";
    case Wish::also: return "also";
    case Wish::show: return "show";
    case Wish::anyway: return "anyway";
    case Wish::mismatch: return "mismatch";
    case Wish::totals: return "totals";
    case Wish::duplicates: return "duplicates";
    case Wish::gaps: return "gaps";
    case Wish::rule: return "rule";
    case Wish::aggregate: return "aggregate";
  }
  return {};
}

Bench::Bench(const Reading& reading_, const Vocabulary& vocabulary_, const Mentions& mentions_, const TableScores& scores)
    : reading(reading_), vocabulary(vocabulary_), mentions(mentions_), writer(vocabulary_), scores_(scores) {
  subjects.resize(vocabulary.tables.size());
  std::iota(subjects.begin(), subjects.end(), std::size_t{0});
  std::stable_sort(subjects.begin(), subjects.end(), [&](std::size_t l, std::size_t r) { return scores.words[l] + scores.meaning[l] > scores.words[r] + scores.meaning[r]; });
  if (subjects.size() > subjects_max) subjects.resize(subjects_max);
  conditions = find_conditions(reading, vocabulary, mentions);
}

Draft Bench::begin(Wish wish, const std::vector<std::size_t>& tables, std::initializer_list<Cue> cues) const {
  Draft draft;
  draft.wish = wish;
  draft.tables = tables;
  draft.explained.assign(reading.tokens.size(), 0);
  draft.cue_used.assign(reading.tokens.size(), false);
  for (const Cue cue : cues) draft.use(reading, cue);
  // "in MongoDB", "dans PostgreSQL": a kind of source that is named has to be read, the first one for the subject.
  const auto named = named_sources(reading);
  for (std::size_t n = 0; n < named.size(); ++n) {
    const bool read = std::any_of(tables.begin(), tables.end(), [&](std::size_t t) { return vocabulary.tables[t].source->kind == named[n]; });
    draft.features[read ? "relations/source_read" : "relations/source_unread"] += 1;
    if (n == 0 && named.size() > 1) draft.features["order/source"] += vocabulary.tables[tables[0]].source->kind == named[0] ? 1 : 0;
    if (named.size() == 1 && tables.size() > 1) draft.features["order/last_source"] += vocabulary.tables[tables.back()].source->kind == named[0] ? 1 : 0;
  }
  std::size_t previous = 0;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Mention* mention = best_table_mention(*this, draft, tables[i], i == 0);
    if (mention == nullptr) {
      draft.features[i == 0 ? "lexical/subject_unnamed" : "lexical/other_unnamed"] += 1;
    } else {
      draft.explain(mention->tokens);
      draft.features[i == 0 ? "lexical/subject" : "lexical/other"] += mention->strength;
      if (i == 0) {
        std::size_t before = 0;
        for (std::size_t t = 0; t < mention->anchor; ++t) before += reading.tokens[t].content() ? 1 : 0;
        draft.features["order/early"] += 1.0 / (1.0 + 0.6 * static_cast<double>(before));
      } else if (mention->anchor < previous) {
        draft.features["order/other_first"] += 1;
      }
      previous = mention->anchor;
    }
    draft.features[i == 0 ? "embedding/subject" : "embedding/other"] += scores_.meaning[tables[i]];
  }
  return draft;
}

std::vector<Condition> Bench::open_conditions(const std::vector<std::size_t>& tables) const {
  std::vector<Condition> open;
  for (const auto& condition : conditions)
    if (std::find(tables.begin(), tables.end(), vocabulary.fields[condition.field].table) != tables.end()) open.push_back(condition);
  for (std::size_t p = 0; p < reading.periods.size(); ++p) {
    for (const std::size_t table : tables) {
      auto dated = period_conditions(reading, vocabulary, mentions, table, static_cast<int>(p));
      // Where two tables have dates, the period belongs to the one spoken of just before it.
      const std::size_t first = reading.token_at(reading.periods[p].begin);
      std::size_t nearest = reading.tokens.size();
      const auto near = [&](std::size_t anchor) { nearest = std::min(nearest, anchor < first ? first - anchor : anchor - first + 1); };
      for (const auto& mention : mentions.tables)
        if (mention.item == table) near(mention.anchor);
      for (const auto& mention : mentions.values)
        if (vocabulary.fields[mention.item].table == table) near(mention.anchor);
      for (auto& condition : dated) {
        condition.strength -= 0.02 * static_cast<double>(std::min<std::size_t>(nearest, 12)) - (table == tables[0] ? subject_period : 0);
        open.push_back(condition);
      }
    }
  }
  return open;
}

bool Bench::says_a_table(const Condition& condition) const {
  return std::any_of(mentions.tables.begin(), mentions.tables.end(), [&](const Mention& m) {
    return m.anchor == condition.anchor && m.strength >= named_strength;
  });
}

bool Bench::late(std::size_t token, const std::vector<std::size_t>& tables) const {
  // After the words of another table, and before no more words of the subject.
  std::size_t subject = 0;
  std::size_t other = 0;
  for (const auto& mention : mentions.tables) {
    if (mention.anchor >= token) continue;
    if (mention.item == tables[0]) subject = std::max(subject, mention.anchor + 1);
    else if (std::find(tables.begin(), tables.end(), mention.item) != tables.end()) other = std::max(other, mention.anchor + 1);
  }
  return other > subject;
}

std::vector<std::vector<Condition>> Bench::choose(Draft& draft, const std::vector<std::size_t>& tables) const {
  return choose_of(draft, tables, open_conditions(tables));
}

std::vector<Bench::Choice> Bench::choices(const Draft& draft, const std::vector<std::size_t>& tables) const {
  const auto open = open_conditions(tables);
  std::vector<Choice> found;
  // Values that differ in case alone are no other reading.
  const auto alike = [](const std::string& l, const std::string& r) { return core::lower(l) == core::lower(r); };
  const auto same = [&alike](const Condition& l, const Condition& r) {
    return l.field == r.field && l.form == r.form && l.op == r.op && l.negated == r.negated && l.anchor == r.anchor &&
           std::equal(l.values.begin(), l.values.end(), r.values.begin(), r.values.end(), alike);
  };
  const auto add = [&](const std::vector<Condition>& without) {
    std::vector<Condition> left;
    for (const auto& one : open)
      if (std::none_of(without.begin(), without.end(), [&](const Condition& b) { return same(b, one); })) left.push_back(one);
    Draft tried = draft;
    auto chosen = choose_of(tried, tables, std::move(left));
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

std::vector<std::vector<Condition>> Bench::choose_of(Draft& draft, const std::vector<std::size_t>& tables, std::vector<Condition> open) const {
  std::vector<std::vector<Condition>> chosen(tables.size());
  std::vector<bool> period_used(reading.periods.size(), false);
  std::vector<bool> number_used(reading.numbers.size(), false);
  for (std::size_t i = 0; i < reading.tokens.size(); ++i)
    if (reading.tokens[i].number >= 0 && draft.explained[i] >= 1) number_used[static_cast<std::size_t>(reading.tokens[i].number)] = true;
  while (true) {
    const Condition* best = nullptr;
    double most = gain_min;
    for (const auto& condition : open) {
      if (condition.period >= 0 && period_used[static_cast<std::size_t>(condition.period)]) continue;
      if (condition.number >= 0 && number_used[static_cast<std::size_t>(condition.number)]) continue;
      double gain = 0;
      for (const auto& [token, worth] : condition.tokens) gain += std::max(0.0, worth - draft.explained[token]);
      const bool taken = std::any_of(condition.cue_tokens.begin(), condition.cue_tokens.end(), [&](std::size_t t) { return draft.cue_used[t]; });
      if (taken && (condition.form == Form::is_null || condition.form == Form::is_missing || condition.form == Form::array_empty || condition.form == Form::present_null)) continue;
      if (taken && condition.negated) continue;
      gain += taken ? 0 : cue_gain * static_cast<double>(condition.cues.size());
      if (condition.period >= 0) gain += period_gain;
      if (condition.number >= 0) gain += number_gain;
      gain *= condition.strength;
      if (condition.form == Form::is_null && condition.cue_tokens.empty() && gain < 0.45) continue;
      if (gain > most) {
        most = gain;
        best = &condition;
      }
    }
    if (best == nullptr) break;
    const Condition condition = *best;
    draft.explain(condition.tokens);
    for (const std::size_t token : condition.cue_tokens) draft.cue_used[token] = true;
    if (condition.period >= 0) period_used[static_cast<std::size_t>(condition.period)] = true;
    if (condition.number >= 0) {
      number_used[static_cast<std::size_t>(condition.number)] = true;
      for (std::size_t i = 0; i < reading.tokens.size(); ++i)
        if (reading.tokens[i].number == condition.number) draft.explained[i] = 1;
    }
    static constexpr std::array form_names = {"values/equals", "values/flag", "conditions/null", "conditions/missing", "conditions/compare", "conditions/period", "conditions/empty_array", "conditions/missing"};
    const std::string form = condition.form == Form::is_null && condition.cue_tokens.empty() ? "conditions/happened" : form_names[static_cast<std::size_t>(condition.form)];
    draft.features[form] += 1;
    draft.features[form + "_strength"] += condition.strength;
    if (condition.form == Form::equals || condition.form == Form::flag) {
      if (condition.strength >= exact_strength) draft.features["values/exact"] += 1;
      if (condition.strength < loose_strength) draft.features["values/loose"] += 1;
      if (says_a_table(condition)) draft.features["values/table_word"] += 1;
    }
    const bool on_other = vocabulary.fields[condition.field].table != tables[0];
    if (on_other) draft.features["conditions/on_other"] += 1;
    if (condition.period >= 0) {
      draft.features[on_other ? "conditions/period_on_other" : "conditions/period_on_subject"] += 1;
      if (condition.tokens.size() > 1) draft.features["conditions/period_field_said"] += 1;
      if (on_other) draft.features["conditions/period_on_other_late"] += late(condition.anchor, tables) ? 1 : 0;
    }
    std::erase_if(open, [&](const Condition& c) { return c.field == condition.field && (c.form != Form::compare || c.number == condition.number); });
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (tables[i] != vocabulary.fields[condition.field].table) continue;
      chosen[i].push_back(condition);
      break;
    }
  }
  // As people read: in the order of the words, periods last.
  for (auto& list : chosen)
    std::stable_sort(list.begin(), list.end(), [](const Condition& l, const Condition& r) {
      const bool lp = l.period >= 0;
      const bool rp = r.period >= 0;
      return lp != rp ? rp : l.anchor < r.anchor;
    });
  return chosen;
}

std::vector<std::size_t> Bench::columns(Draft& draft, std::size_t table, std::size_t first_token, double strength_min) const {
  std::vector<const Mention*> found;
  for (const auto& mention : mentions.fields)
    if (vocabulary.fields[mention.item].table == table && mention.strength >= strength_min && mention.anchor >= first_token && !mention.opposite &&
        vocabulary.fields[mention.item].kind != FieldKind::document)
      found.push_back(&mention);
  std::stable_sort(found.begin(), found.end(), [](const Mention* l, const Mention* r) { return l->strength > r->strength; });
  std::vector<std::pair<std::size_t, std::size_t>> picked;
  for (const auto* mention : found) {
    double gain = 0;
    for (const auto& [token, worth] : mention->tokens) gain += std::max(0.0, worth - draft.explained[token]);
    const bool known = std::any_of(picked.begin(), picked.end(), [&](const auto& p) { return p.second == mention->item; });
    if (gain < 0.5 || known) continue;
    draft.explain(mention->tokens);
    picked.emplace_back(mention->anchor, mention->item);
  }
  std::stable_sort(picked.begin(), picked.end(), [](const auto& l, const auto& r) { return l.first < r.first; });
  std::vector<std::size_t> fields;
  for (const auto& [anchor, field] : picked) fields.push_back(field);
  return fields;
}

std::string plan_column(const Bench& bench, std::size_t field) {
  return plan::written_path({bench.vocabulary.fields[field].field->path.back()});
}

std::string Bench::from(const Seat& seat, const std::vector<Condition>& where) const {
  std::string text = "FROM " + writer.table(seat);
  if (!where.empty()) text += " |> WHERE " + writer.conditions(where, {seat});
  return text;
}

std::vector<Link> Bench::links(std::size_t from, std::size_t to) const {
  auto found = vocabulary.between(from, to);
  // A key is spoken of by words that are not just its table's: "employees" does not ask for employee_no.
  const auto of_a_table = [&](std::size_t token) {
    return std::any_of(mentions.tables.begin(), mentions.tables.end(), [&](const Mention& m) {
      return (m.item == from || m.item == to) && std::any_of(m.tokens.begin(), m.tokens.end(), [token](const auto& t) { return t.first == token; });
    });
  };
  const auto spoken = [&](const Link& link) {
    double most = 0;
    for (const auto& mention : mentions.fields) {
      const bool own = std::any_of(mention.tokens.begin(), mention.tokens.end(), [&](const auto& t) { return !of_a_table(t.first); });
      if (own && (mention.item == link.left || mention.item == link.right)) most = std::max(most, mention.strength);
    }
    return most;
  };
  double surest = 0;
  for (const auto& link : found) surest = std::max(surest, link.confidence);
  std::erase_if(found, [&](const Link& link) { return link.confidence < surest - confidence_margin && spoken(link) < key_spoken_min; });
  const auto worth = [&](const Link& link) { return link.confidence + 0.25 * spoken(link); };
  std::stable_sort(found.begin(), found.end(), [&](const Link& l, const Link& r) { return worth(l) > worth(r); });
  if (found.size() > links_max) found.resize(links_max);
  return found;
}

const Mention* Bench::field_near(std::size_t field, std::size_t token, std::size_t reach) const {
  const Mention* best = nullptr;
  for (const auto& mention : mentions.fields) {
    const std::size_t far = mention.anchor > token ? mention.anchor - token : token - mention.anchor;
    if (mention.item == field && far <= reach && (best == nullptr || mention.strength > best->strength)) best = &mention;
  }
  return best;
}

}  // namespace recoupe::planner
