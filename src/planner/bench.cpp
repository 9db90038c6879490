// What every drafter needs: which tables may be meant, how they meet, which fields are spoken of.
#include <algorithm>
#include <array>
#include <numeric>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double confidence_margin =
    0.02;  // links less sure than the surest by more are tried only where their key is spoken of
constexpr double key_spoken_min = 0.7;
constexpr double linked_column_min = 0.5;  // of a field that the linker takes for shown

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
    case Wish::missing: return "missing";
    case Wish::also: return "also";
    case Wish::show: return "show";
    case Wish::anyway: return "anyway";
    case Wish::mismatch: return "mismatch";
    case Wish::totals: return "totals";
    case Wish::duplicates: return "duplicates";
    case Wish::gaps: return "gaps";
    case Wish::rule: return "rule";
  }
  return {};
}

Bench::Bench(const Reading& reading_, const Vocabulary& vocabulary_, const Mentions& mentions_,
             const TableScores& scores)
    : reading(reading_), vocabulary(vocabulary_), mentions(mentions_), scores_(scores) {
  subjects.resize(vocabulary.tables.size());
  std::iota(subjects.begin(), subjects.end(), std::size_t{0});
  std::stable_sort(subjects.begin(), subjects.end(), [&](std::size_t l, std::size_t r) {
    return scores.words[l] + scores.meaning[l] + scores.linked[l] > scores.words[r] + scores.meaning[r] + scores.linked[r];
  });
  if (subjects.size() > subjects_max) subjects.resize(subjects_max);
  conditions = find_conditions(reading, vocabulary, mentions);
}

bool Bench::is_named(std::size_t table, double strength_min) const {
  return std::any_of(mentions.tables.begin(), mentions.tables.end(),
                     [&](const Mention& m) { return m.item == table && m.strength >= strength_min; });
}

bool Bench::asked(std::initializer_list<Cue> cues, Mark mark) const {
  return mentions.expects(mark) || std::any_of(cues.begin(), cues.end(), [&](Cue cue) { return reading.has(cue); });
}

bool Bench::says(std::initializer_list<std::string_view> words) const {
  return std::any_of(reading.tokens.begin(), reading.tokens.end(), [&](const Token& t) {
    return t.period < 0 && std::find(words.begin(), words.end(), t.term.folded) != words.end();
  });
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
    const bool read = std::any_of(tables.begin(), tables.end(),
                                  [&](std::size_t t) { return vocabulary.tables[t].source->kind == named[n]; });
    draft.features[read ? "relations/source_read" : "relations/source_unread"] += 1;
    if (n == 0 && named.size() > 1)
      draft.features["order/source"] += vocabulary.tables[tables[0]].source->kind == named[0] ? 1 : 0;
    if (named.size() == 1 && tables.size() > 1)
      draft.features["order/last_source"] += vocabulary.tables[tables.back()].source->kind == named[0] ? 1 : 0;
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
  // "employees who left": a comment ("staff, present and past") does not account for what a date says.
  for (const auto& condition : conditions) {
    const auto& said = reading.tokens[condition.anchor].term;
    const bool a_name = std::any_of(tables.begin(), tables.end(), [&](std::size_t t) {
      const auto& name = vocabulary.tables[t].name;
      return std::any_of(name.begin(), name.end(), [&](const WeightedTerm& n) { return likeness(said, n.term) > 0; });
    });
    const bool here =
        std::find(tables.begin(), tables.end(), vocabulary.fields[condition.field].table) != tables.end();
    const bool a_value = std::any_of(conditions.begin(), conditions.end(), [&](const Condition& c) {
      return c.form == Form::equals && c.anchor == condition.anchor;
    });
    if (condition.state && here && !a_name && !a_value) draft.explained[condition.anchor] = 0;
  }
  draft.claimed = draft.explained;
  return draft;
}

std::vector<std::size_t> Bench::columns(Draft& draft, std::size_t table, double strength_min, std::size_t from) const {
  std::vector<const Mention*> found;
  for (const auto& mention : mentions.fields)
    if (vocabulary.fields[mention.item].table == table && mention.strength >= strength_min && mention.anchor >= from &&
        !mention.opposite && vocabulary.fields[mention.item].kind != FieldKind::document)
      found.push_back(&mention);
  std::stable_sort(found.begin(), found.end(),
                   [](const Mention* l, const Mention* r) { return l->strength > r->strength; });
  std::vector<std::pair<std::size_t, std::size_t>> picked;
  for (const auto* mention : found) {
    double gain = 0;
    for (const auto& [token, worth] : mention->tokens) gain += std::max(0.0, worth - draft.explained[token]);
    const bool known =
        std::any_of(picked.begin(), picked.end(), [&](const auto& p) { return p.second == mention->item; });
    if (gain < 0.5 || known) continue;
    draft.explain(mention->tokens);
    picked.emplace_back(mention->anchor, mention->item);
  }
  for (const auto& part : mentions.parts) {
    const bool here = part.role == Role::shown && vocabulary.fields[part.item].table == table;
    if (!here || part.sure < linked_column_min || part.anchor < from) continue;
    if (std::any_of(picked.begin(), picked.end(), [&](const auto& p) { return p.second == part.item; })) continue;
    draft.explain(part.tokens);
    picked.emplace_back(part.anchor, part.item);
  }
  std::stable_sort(picked.begin(), picked.end(), [](const auto& l, const auto& r) { return l.first < r.first; });
  std::vector<std::size_t> fields;
  for (const auto& [anchor, field] : picked) fields.push_back(field);
  return fields;
}

std::vector<Link> Bench::links(std::size_t from, std::size_t to) const {
  auto found = vocabulary.between(from, to);
  // A key is spoken of by words that are not just its table's: "employees" does not ask for employee_no.
  const auto of_a_table = [&](std::size_t token) {
    return std::any_of(mentions.tables.begin(), mentions.tables.end(), [&](const Mention& m) {
      return (m.item == from || m.item == to) &&
             std::any_of(m.tokens.begin(), m.tokens.end(), [token](const auto& t) { return t.first == token; });
    });
  };
  const auto spoken = [&](const Link& link) {
    double most = 0;
    for (const auto& mention : mentions.fields) {
      const bool own = std::any_of(mention.tokens.begin(), mention.tokens.end(),
                                   [&](const auto& t) { return !of_a_table(t.first); });
      if (own && (mention.item == link.left || mention.item == link.right)) most = std::max(most, mention.strength);
    }
    return most;
  };
  double surest = 0;
  for (const auto& link : found) surest = std::max(surest, link.confidence);
  std::erase_if(found, [&](const Link& link) {
    return link.confidence < surest - confidence_margin && spoken(link) < key_spoken_min;
  });
  const auto worth = [&](const Link& link) { return link.confidence + 0.25 * spoken(link); };
  std::stable_sort(found.begin(), found.end(), [&](const Link& l, const Link& r) { return worth(l) > worth(r); });
  if (found.size() > links_max) found.resize(links_max);
  return found;
}

const Mention* Bench::field_near(std::size_t field, std::size_t token, std::size_t reach) const {
  const Mention* best = nullptr;
  for (const auto& mention : mentions.fields) {
    const std::size_t far = mention.anchor > token ? mention.anchor - token : token - mention.anchor;
    if (mention.item == field && far <= reach && !mention.opposite &&
        (best == nullptr || mention.strength > best->strength))
      best = &mention;
  }
  return best;
}

}  // namespace recoupe::planner
