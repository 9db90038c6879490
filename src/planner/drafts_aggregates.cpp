// Plans that count, add up or average: over all rows or by groups, through the joins that the groups need, the first n of them.
#include <algorithm>
#include <optional>

#include "planner/drafts.hpp"
#include "planner/joins.hpp"

namespace recoupe::planner {

namespace {

constexpr double hop_cost = 0.35;
constexpr double group_strength_min = 0.6;
constexpr std::size_t group_reach = 4;
constexpr std::size_t group_choices_max = 3;

struct Group {
  std::size_t field = 0;
  std::string unit;  // "month": the date is cut to it
  double worth = 0;
  std::vector<std::pair<std::size_t, double>> tokens;
  std::vector<std::size_t> more;  // columns shown beside it
};

struct Measure {
  Cue cue;
  std::string_view function;
  std::string_view name;
};
constexpr Measure measures[] = {
    {Cue::sum, "SUM", "total"}, {Cue::average, "AVG", "average"}, {Cue::minimum, "MIN", "minimum"}, {Cue::maximum, "MAX", "maximum"}};

bool measurable(const FieldItem& field) { return field.kind == FieldKind::number && !field.key && !field.reference; }

class Drafter {
 public:
  Drafter(const Bench& bench, std::vector<Draft>& out) : bench_(bench), reading_(bench.reading), out_(out) {}

  void draft(std::size_t subject) {
    const auto places = group_places();
    std::vector<std::vector<Group>> choices = {{}};
    for (const std::size_t place : places) {
      const auto groups = groups_at(subject, place);
      if (groups.empty()) continue;
      std::vector<std::vector<Group>> longer;
      if (!choices[0].empty()) longer = choices;
      for (const auto& list : choices)
        for (const auto& group : groups) {
          if (std::any_of(list.begin(), list.end(), [&](const Group& g) { return g.field == group.field; })) continue;
          longer.push_back(list);
          longer.back().push_back(group);
        }
      if (!longer.empty()) choices = std::move(longer);
      if (choices.size() > group_choices_max * 2) choices.resize(group_choices_max * 2);
    }
    if (!places.empty() && !choices[0].empty()) choices.emplace_back();
    for (const auto& groups : choices) {
      add(subject, groups, {}, {});
      for (const auto& measure : measures)
        if (reading_.has(measure.cue))
          for (const std::size_t field : measured(subject)) {
            add(subject, groups, {measure}, field);
            if (measure.cue == Cue::sum && reading_.has(Cue::count)) add(subject, groups, {measure}, field, true);
          }
      const bool measured_by_word = std::any_of(std::begin(measures), std::end(measures), [&](const Measure& m) { return reading_.has(m.cue); });
      if (!measured_by_word)
        for (const std::size_t field : measured(subject))
          if (bench_.field_near(field, 0, reading_.tokens.size()) != nullptr) add(subject, groups, {measures[0]}, field);
      std::vector<Measure> several;
      for (const auto& measure : measures)
        if (reading_.has(measure.cue)) several.push_back(measure);
      if (several.size() > 1)
        for (const std::size_t field : measured(subject)) add(subject, groups, several, field);
      if (groups.empty() && reading_.has(Cue::distinct)) add_distinct(subject);
    }
  }

 private:
  /// The tokens after which a group is named: after "per", after the number of a "top 5".
  [[nodiscard]] std::vector<std::size_t> group_places() const {
    std::vector<std::size_t> places;
    for (const auto& cue : reading_.cues)
      if (cue.cue == Cue::per && cue.last + 1 < reading_.tokens.size()) places.push_back(cue.last + 1);
    if (reading_.has(Cue::top))  // "top 5 suppliers by amount"
      for (const auto& number : reading_.numbers) places.push_back(reading_.token_at(number.end));
    if (places.empty() && reading_.has(Cue::top)) places.push_back(0);
    // "per region and month": what follows "and" is a group too.
    if (!places.empty())
      for (std::size_t i = places.back(); i < std::min(reading_.tokens.size(), places.back() + 5); ++i)
        if (reading_.tokens[i].term.folded == "et" || reading_.tokens[i].term.folded == "and") {
          places.push_back(i + 1);
          break;
        }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (places.size() > 3) places.resize(3);
    return places;
  }

  [[nodiscard]] std::vector<Group> groups_at(std::size_t subject, std::size_t place) const {
    std::vector<Group> found;
    const auto near = [&](std::size_t anchor) { return anchor >= place && anchor < place + group_reach; };
    const auto distance = [&](std::size_t anchor) { return 0.08 * static_cast<double>(anchor - place); };
    for (const auto& mention : bench_.mentions.fields) {
      const auto& field = bench_.vocabulary.fields[mention.item];
      if (!near(mention.anchor) || mention.strength < group_strength_min || mention.opposite || field.kind == FieldKind::document) continue;
      if (measurable(field) && field.field->type.kind != core::Kind::int64) continue;  // rows are not grouped by an amount
      const auto path = path_between(bench_.vocabulary, subject, field.table);
      if (!path) continue;
      found.push_back({mention.item, "", mention.strength - hop_cost * 0.6 * static_cast<double>(path->size()) - distance(mention.anchor), mention.tokens, {}});
    }
    // "by customer": the field that refers to customers, else their key.
    for (const auto& mention : bench_.mentions.tables) {
      if (!near(mention.anchor) || mention.item == subject) continue;
      for (const auto& link : bench_.vocabulary.between(subject, mention.item)) {
        found.push_back({link.left, "", mention.strength * 0.95 - distance(mention.anchor), mention.tokens, {}});
        break;
      }
      add_named_group(subject, mention, mention.strength * 0.9 - distance(mention.anchor), found);
    }
    add_time_groups(subject, place, found);
    std::stable_sort(found.begin(), found.end(), [](const Group& l, const Group& r) { return l.worth > r.worth; });
    std::vector<Group> best;
    for (const auto& group : found) {
      if (std::any_of(best.begin(), best.end(), [&](const Group& g) { return g.field == group.field; })) continue;
      best.push_back(group);
      if (best.size() >= group_choices_max) break;
    }
    return best;
  }

  /// "the ten members …, with their names": the key of who is ranked and the columns said of them.
  void add_named_group(std::size_t subject, const Mention& mention, double worth, std::vector<Group>& found) const {
    const auto& table = bench_.vocabulary.tables[mention.item];
    if (table.key < 0 || !path_between(bench_.vocabulary, subject, mention.item)) return;
    Group group{static_cast<std::size_t>(table.key), "", worth, mention.tokens, {}};
    for (const auto& said : bench_.mentions.fields) {
      const auto& field = bench_.vocabulary.fields[said.item];
      const bool known = static_cast<int>(said.item) == table.key || std::find(group.more.begin(), group.more.end(), said.item) != group.more.end();
      if (field.table != mention.item || known || said.strength < 0.8 || field.element || field.kind == FieldKind::flag || group.more.size() >= 2) continue;
      group.more.push_back(said.item);
      group.tokens.insert(group.tokens.end(), said.tokens.begin(), said.tokens.end());
    }
    found.push_back(std::move(group));
  }

  void add_time_groups(std::size_t subject, std::size_t place, std::vector<Group>& found) const {
    static const std::vector<std::pair<std::string_view, std::string_view>> units = {
        {"mois", "month"}, {"month", "month"}, {"mensuel", "month"}, {"monthly", "month"}, {"semaine", "week"}, {"week", "week"}, {"jour", "day"},
        {"day", "day"}, {"annee", "year"}, {"an", "year"}, {"year", "year"}, {"trimestre", "quarter"}, {"quarter", "quarter"}};
    for (std::size_t i = place; i < std::min(reading_.tokens.size(), place + 2); ++i) {
      if (reading_.tokens[i].period >= 0) continue;
      for (const auto& [word, unit] : units) {
        if (reading_.tokens[i].term.folded != word) continue;
        std::vector<Condition> dates;
        if (!reading_.periods.empty()) dates = period_conditions(reading_, bench_.vocabulary, bench_.mentions, subject, 0);
        std::optional<std::size_t> field;
        if (!dates.empty()) field = dates[0].field;
        for (const std::size_t f : bench_.vocabulary.tables[subject].fields)
          if (!field && bench_.vocabulary.fields[f].dated() && !bench_.vocabulary.fields[f].element) field = f;
        if (field) found.push_back({*field, std::string(unit), 1, {{i, 1.0}}, {}});
      }
    }
  }

  [[nodiscard]] std::vector<std::size_t> measured(std::size_t subject) const {
    std::vector<std::pair<double, std::size_t>> found;
    for (const std::size_t f : bench_.vocabulary.tables[subject].fields) {
      const auto& field = bench_.vocabulary.fields[f];
      const bool dated = field.dated() && (reading_.has(Cue::minimum) || reading_.has(Cue::maximum));
      if (!measurable(field) && !dated) continue;
      const Mention* said = bench_.field_near(f, 0, reading_.tokens.size());
      const double worth = said != nullptr ? said->strength : dated ? 0 : field.field->type.kind == core::Kind::numeric ? 0.3 : 0.1;
      if (worth > 0) found.emplace_back(worth, f);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
    std::vector<std::size_t> fields;
    for (const auto& [worth, field] : found)
      if (fields.size() < 3) fields.push_back(field);
    return fields;
  }

  void add_distinct(std::size_t subject) {
    for (const auto& link : bench_.vocabulary.links) {
      if (bench_.vocabulary.fields[link.left].table != subject || bench_.vocabulary.fields[link.left].element || link.derived) continue;
      const std::size_t other = bench_.vocabulary.fields[link.right].table;
      Draft draft = bench_.begin(Wish::aggregate, {subject, other}, {Cue::count, Cue::distinct, Cue::also});
      draft.label = "aggregate_distinct";
      const auto chosen = bench_.choose(draft, {subject});
      const Seat seat = bench_.writer.seat(subject, {});
      draft.text = bench_.from(seat, chosen[0]) + " |> AGGREGATE COUNT(DISTINCT " + bench_.writer.name(link.left, {seat}) + ") AS n";
      out_.push_back(std::move(draft));
    }
  }

  void add(std::size_t subject, const std::vector<Group>& groups, const std::vector<Measure>& functions, std::optional<std::size_t> field, bool counted = false) {
    Draft begun = bench_.begin(Wish::aggregate, {subject}, {Cue::count, Cue::also, Cue::with_});
    for (const auto& function : functions) begun.use(reading_, function.cue);
    for (const auto& group : groups) begun.explain(group.tokens);
    if (!groups.empty()) begun.use(reading_, Cue::per);
    if (field) {
      const Mention* said = bench_.field_near(*field, 0, reading_.tokens.size());
      if (said != nullptr) begun.explain(said->tokens);
      begun.features[said != nullptr ? "lexical/measure" : "lexical/measure_unsaid"] += said != nullptr ? said->strength : 1;
      begun.label = functions.size() > 1 ? "aggregate_several" : "aggregate_" + std::string(functions[0].name) + (counted ? "_counted" : "");
      if (functions.size() == 1 && !reading_.has(functions[0].cue)) begun.label = "aggregate_implied";  // "commission by city"
    } else {
      begun.label = "aggregate_count";
    }
    if (!groups.empty()) begun.label += "_by";

    std::vector<std::size_t> tables = {subject};
    Joins reached(bench_.vocabulary, bench_.writer, subject);
    for (const auto& group : groups) {
      begun.features["lexical/groups"] += group.worth;
      begun.features["kind/groups"] += 1;
      reached.reach(bench_.vocabulary.fields[group.field].table);
    }
    // A table that only a condition needs is joined as well.
    std::vector<std::size_t> reachable = reached.tables();
    for (const std::size_t extra : bench_.subjects)
      if (std::find(reachable.begin(), reachable.end(), extra) == reachable.end() && !bench_.vocabulary.between(subject, extra).empty()) reachable.push_back(extra);
    for (const auto& [chosen_draft, chosen] : bench_.choices(begun, reachable)) {
      Draft draft = chosen_draft;
      Joins joins = reached;
      for (std::size_t i = 0; i < reachable.size(); ++i)
        if (!chosen[i].empty()) joins.reach(reachable[i]);
      for (const std::size_t f : fields_of(groups, field)) joins.open(f);
      draft.features["relations/hops"] += static_cast<double>(joins.tables().size() - 1);
      draft.features["relations/opened"] += static_cast<double>(joins.opened());

      draft.text = bench_.from(joins.seats()[0], {});
      std::vector<Condition> late;
      std::vector<Condition> early;
      for (std::size_t i = 0; i < reachable.size(); ++i)
        for (const auto& condition : chosen[i]) {
          const bool opened = joins.is_opened(condition.field);
          (reachable[i] == subject && !opened ? early : late).push_back(condition);
        }
      if (!early.empty()) draft.text += " |> WHERE " + bench_.writer.conditions(early, {bench_.writer.seat(subject, {})});
      draft.text += joins.text();
      if (!late.empty()) draft.text += " |> WHERE " + bench_.writer.conditions(late, joins.seats());
      std::string values = !field || counted ? "COUNT(*) AS n" : "";
      for (const auto& function : functions)
        values += (values.empty() ? "" : ", ") + std::string(function.function) + "(" + bench_.writer.name(*field, joins.seats()) + ") AS " + std::string(function.name);
      const std::string name = field && !counted ? std::string(functions[0].name) : "n";
      draft.text += " |> AGGREGATE " + values;
      std::string by;
      for (const auto& group : groups) {
        std::string column = bench_.writer.name(group.field, joins.seats());
        if (group.unit == "day") column = "DATE(" + column + ") AS day";
        else if (!group.unit.empty()) column = "DATE_TRUNC('" + group.unit + "', " + column + ") AS " + group.unit;
        by += (by.empty() ? "" : ", ") + column;
        for (const std::size_t more : group.more) by += ", " + bench_.writer.name(more, joins.seats());
      }
      if (!by.empty()) draft.text += " GROUP BY " + by;
      finish(std::move(draft), name, !groups.empty());
    }
  }

  /// Adds the plan as it is and, where a number is left, as the first n groups and as groups above n.
  void finish(Draft draft, const std::string& name, bool grouped) {
    if (grouped && (reading_.has(Cue::top) || reading_.has(Cue::bottom))) {
      for (const auto& number : reading_.numbers) {
        const std::size_t at = reading_.token_at(number.begin);
        if (draft.explained[at] > 0 || number.decimal.find('.') != std::string::npos) continue;
        Draft top = draft;
        top.explained[at] = 1;
        for (const Cue cue : {Cue::top, Cue::bottom, Cue::latest, Cue::maximum}) top.use(reading_, cue);
        top.label += "_top";
        const bool rising = reading_.has(Cue::bottom) && !reading_.has(Cue::top);
        top.text += " |> ORDER BY " + name + (rising ? "" : " DESC") + " |> LIMIT " + number.decimal;
        out_.push_back(std::move(top));
      }
    }
    if (grouped) {
      for (const auto& cue : reading_.cues) {
        if (cue.cue != Cue::more && cue.cue != Cue::at_least && cue.cue != Cue::less) continue;
        for (const auto& number : reading_.numbers) {
          const std::size_t at = reading_.token_at(number.begin);
          if (at != cue.last + 1 || draft.explained[at] > 0) continue;
          Draft having = draft;
          having.explained[at] = 1;
          having.use(reading_, cue.cue);
          having.label += "_having";
          having.text += " |> WHERE " + name + (cue.cue == Cue::more ? " > " : cue.cue == Cue::less ? " < " : " >= ") + number.decimal;
          out_.push_back(std::move(having));
        }
      }
    }
    out_.push_back(std::move(draft));
  }

  static std::vector<std::size_t> fields_of(const std::vector<Group>& groups, std::optional<std::size_t> field) {
    std::vector<std::size_t> fields;
    for (const auto& group : groups) fields.push_back(group.field);
    if (field) fields.push_back(*field);
    return fields;
  }

  const Bench& bench_;
  const Reading& reading_;
  std::vector<Draft>& out_;
};

}  // namespace

void draft_aggregates(const Bench& bench, std::vector<Draft>& out) {
  const auto& reading = bench.reading;
  const bool wanted = reading.has(Cue::count) || reading.has(Cue::sum) || reading.has(Cue::average) || reading.has(Cue::minimum) || reading.has(Cue::maximum) ||
                      reading.has(Cue::per) || reading.has(Cue::top) || reading.has(Cue::distinct) || reading.has(Cue::bottom);
  if (!wanted) return;
  Drafter drafter(bench, out);
  for (const std::size_t subject : bench.subjects) drafter.draft(subject);
}

std::vector<Draft> draft_all(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions, const TableScores& scores) {
  const Bench bench(reading, vocabulary, mentions, scores);
  std::vector<Draft> drafts;
  draft_lists(bench, drafts);
  draft_single_checks(bench, drafts);
  draft_comparisons(bench, drafts);
  draft_aggregates(bench, drafts);
  draft_checks(bench, drafts);
  return drafts;
}

}  // namespace recoupe::planner
