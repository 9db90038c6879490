// A frame made whole: what may follow it, the conditions, the first rows, the columns; each way a draft with its text.
#include <algorithm>

#include "planner/drafts.hpp"
#include "planner/groups.hpp"

namespace recoupe::planner {

namespace {

constexpr double shown_strength_min = 0.66;  // of a column beside a check
constexpr double column_strength_min = 0.72;
constexpr std::size_t joined_max = 3;
constexpr std::size_t ordered_fields_max = 4;

class Completer {
 public:
  Completer(const Bench& bench, const Frame& frame, std::vector<Draft>& out)
      : bench_(bench), reading_(bench.reading), frame_(frame), out_(out) {}

  void complete(const Tail& tail) {
    Draft begun = frame_.draft;
    begun.tail = tail.label;
    begun.explain(tail.tokens);
    for (const Cue cue : tail.cues) begun.use(reading_, cue);
    for (const auto& [name, amount] : tail.features) begun.features[name] += amount;
    for (auto& [draft, conditions] : bench_.choices(begun, frame_.tables)) {
      Sketch sketch = frame_.sketch;
      sketch.where = conditions[0];
      for (std::size_t i = 0; i < sketch.checks.size(); ++i) sketch.checks[i].side.where = conditions[i + 1];
      sketch.measures = tail.measures;
      sketch.groups = tail.groups;
      if (compares(sketch)) period_on_both(draft, sketch);
      if (sketch.measures.empty())
        finish_rows(std::move(draft), std::move(sketch));
      else
        finish_groups(std::move(draft), std::move(sketch));
    }
  }

 private:
  static bool compares(const Sketch& sketch) {
    return !sketch.checks.empty() && (sketch.checks[0].verb == "MATCH" || sketch.checks[0].verb == "TOTALS");
  }

  /// "reconcile invoices and receipts of March": the period holds on both sides.
  void period_on_both(Draft draft, Sketch sketch) {
    auto& right = sketch.checks[0].side;
    const auto period_of = [](const std::vector<Condition>& where) {
      const auto found = std::find_if(where.begin(), where.end(), [](const Condition& c) { return c.period >= 0; });
      return found == where.end() ? -1 : found->period;
    };
    const int on_left = period_of(sketch.where);
    const int on_right = period_of(right.where);
    if ((on_left < 0) == (on_right < 0)) return;
    const auto dates = period_conditions(reading_, bench_.vocabulary, bench_.mentions,
                                         on_left < 0 ? sketch.subject : right.table, std::max(on_left, on_right));
    if (dates.empty()) return;
    (on_left < 0 ? sketch.where : right.where).push_back(dates[0]);
    draft.features["conditions/period_both"] += 1;
    finish_rows(std::move(draft), std::move(sketch));
  }

  void add(Draft draft, const Sketch& sketch) {
    draft.text = text_of(sketch, bench_.vocabulary);
    if (draft.text.empty()) return;
    draft.sketch = std::make_shared<const Sketch>(sketch);
    out_.push_back(std::move(draft));
  }

  /// Adds groups as they are and, where a number is left, the first n of them and those above n.
  void finish_groups(Draft draft, Sketch sketch) {
    draft.figure = true;
    std::vector<std::size_t> tables;
    for (const auto* amounts : {&sketch.groups, &sketch.measures})
      for (const auto& amount : *amounts)
        for (const std::size_t field : amount.fields) tables.push_back(bench_.vocabulary.fields[field].table);
    for (const auto& condition : sketch.where) tables.push_back(bench_.vocabulary.fields[condition.field].table);
    std::sort(tables.begin(), tables.end());
    tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
    std::size_t hops = 0;
    for (const std::size_t table : tables)
      if (table != sketch.subject)
        if (const auto* way = bench_.way(sketch.subject, table)) hops += way->size();
    draft.features["relations/hops"] += static_cast<double>(hops);
    for (const auto* amounts : {&sketch.groups, &sketch.measures})
      for (const auto& amount : *amounts)
        for (const std::size_t field : amount.fields)
          if (bench_.vocabulary.fields[field].element) draft.features["relations/opened"] += 1;
    if (!sketch.groups.empty()) {
      if (reading_.has(Cue::top) || reading_.has(Cue::bottom) || reading_.has(Cue::latest)) {
        for (const auto& [at, number] : free_numbers(draft)) {
          Draft top = draft;
          Sketch first = sketch;
          top.explained[at] = 1;
          for (const Cue cue : {Cue::top, Cue::bottom, Cue::latest, Cue::maximum}) top.use(reading_, cue);
          top.tail += "_top";
          first.rising = reading_.has(Cue::bottom) && !reading_.has(Cue::top);
          first.limit = number;
          add(std::move(top), first);
        }
      }
      add_having(draft, sketch);
    }
    add(std::move(draft), sketch);
  }

  void add_having(const Draft& draft, const Sketch& sketch) {
    struct Kind {
      Cue cue;
      std::string_view op;
    };
    for (const auto& kind : {Kind{Cue::more, ">"}, Kind{Cue::less, "<"}, Kind{Cue::at_least, ">="}}) {
      for (const auto& cue : reading_.cues) {
        if (cue.cue != kind.cue) continue;
        for (const auto& [at, number] : free_numbers(draft)) {
          if (at != cue.last + 1) continue;
          Draft having = draft;
          Sketch above = sketch;
          having.explained[at] = 1;
          having.use(reading_, cue.cue);
          having.tail += "_having";
          above.having = std::string(kind.op) + " " + number;
          add(std::move(having), above);
        }
      }
    }
    // "more than once", "plusieurs fois".
    if (reading_.has(Cue::duplicate) && sketch.measures[0].fields.empty()) {
      Draft having = draft;
      Sketch above = sketch;
      having.use(reading_, Cue::duplicate);
      having.tail += "_twice";
      above.having = "> 1";
      add(std::move(having), above);
    }
  }

  /// Whole numbers that nothing has taken yet: token, digits.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::string>> free_numbers(const Draft& draft) const {
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const auto& number : reading_.numbers) {
      const std::size_t at = reading_.token_at(number.begin);
      if (at < draft.explained.size() && draft.explained[at] <= 0 && number.decimal.find('.') == std::string::npos)
        found.emplace_back(at, number.decimal);
    }
    return found;
  }

  /// Rows that are chosen by what they refer to: a check keeps them, no column of the other table is added.
  void check_joined(Draft& draft, Sketch& sketch) {
    std::vector<Condition> own;
    for (const auto& condition : sketch.where) {
      const std::size_t table = bench_.vocabulary.fields[condition.field].table;
      const auto* way = table == sketch.subject ? nullptr : bench_.way(sketch.subject, table);
      if (way == nullptr) {
        own.push_back(condition);
        continue;
      }
      const Link& link = way->front();
      const std::size_t next = bench_.vocabulary.fields[link.right].table;
      auto check = std::find_if(sketch.checks.begin(), sketch.checks.end(),
                                [next](const Check& c) { return c.side.table == next; });
      if (check == sketch.checks.end()) {
        Check kept;
        kept.verb = "EXISTS";
        kept.keep = "finding = 'ok'";
        kept.side.table = next;
        kept.link = link;
        check = sketch.checks.insert(sketch.checks.begin(), kept);
        draft.features["conditions/kept_by_check"] += 1;
      }
      check->side.where.push_back(condition);
    }
    sketch.where = std::move(own);
  }

  void finish_rows(Draft draft, Sketch sketch) {
    check_joined(draft, sketch);
    // "…, with their name": what is said after the words that ask for it, or anywhere.
    std::size_t asked = 0;
    for (const auto& cue : reading_.cues)
      if ((cue.cue == Cue::with_ || cue.cue == Cue::check) && (asked == 0 || cue.first < asked)) asked = cue.first;
    const bool shows = std::any_of(sketch.checks.begin(), sketch.checks.end(), [](const Check& c) { return c.shows; });
    if (shows && asked > 0) {
      Draft late = draft;
      late.features["kind/shown_late"] += 1;
      finish_shown(std::move(late), sketch, asked);
    }
    finish_shown(std::move(draft), std::move(sketch), 0);
  }

  void finish_shown(Draft draft, Sketch sketch, std::size_t from) {
    for (auto& check : sketch.checks) {
      if (!check.shows) continue;
      check.selected = bench_.columns(draft, check.side.table, shown_strength_min, from);
      std::erase_if(check.selected,
                    [&](std::size_t f) { return f == check.link.right || bench_.vocabulary.fields[f].element; });
      draft.features["kind/shown_columns"] += check.selected.empty() ? 0 : 1;
    }
    first_rows(draft, sketch);
    add_columns(draft, sketch);
    add(std::move(draft), sketch);
  }

  /// "give number and end date": the columns named are all that is shown, after the key; with the finding where all
  /// rows stay.
  void add_columns(const Draft& draft, const Sketch& sketch) {
    if (sketch.alone) return;
    if (!sketch.checks.empty() && (sketch.checks[0].verb == "MATCH" || sketch.checks[0].verb == "TOTALS")) return;
    Draft selected = draft;
    Sketch shown = sketch;
    auto own =
        bench_.columns(selected, sketch.subject, sketch.checks.empty() ? column_strength_min : shown_strength_min);
    if (own.empty()) return;
    if (const auto more = dates_beside(own, sketch); !more.empty()) {
      Draft dated = selected;
      Sketch longer = sketch;
      dated.tail += "_columns";
      dated.features["kind/dates_beside"] += 1;
      auto all = own;
      all.insert(all.end(), more.begin(), more.end());
      longer.columns = with_key(all);
      add_shown(std::move(dated), std::move(longer));
    }
    selected.tail += "_columns";
    shown.columns = with_key(own);
    add_shown(std::move(selected), std::move(shown));
  }

  void add_shown(Draft draft, Sketch sketch) {
    for (const auto& check : sketch.checks) {
      sketch.columns.insert(sketch.columns.end(), check.selected.begin(), check.selected.end());
      sketch.finding_shown = sketch.finding_shown || check.keep.empty();
    }
    add(std::move(draft), sketch);
  }

  /// "name and leaving date of those who left this year": a date that the period is on may be shown as well.
  [[nodiscard]] std::vector<std::size_t> dates_beside(const std::vector<std::size_t>& columns,
                                                      const Sketch& sketch) const {
    constexpr std::size_t reach = 5;
    std::vector<std::size_t> found;
    for (const auto& condition : sketch.where) {
      if (condition.period < 0 || std::find(columns.begin(), columns.end(), condition.field) != columns.end()) continue;
      const bool beside = bench_.says({"date", "dates", "when", "quand"}) &&
                          std::any_of(columns.begin(), columns.end(), [&](std::size_t f) {
                            const Mention* column = bench_.field_said(f);
                            const Mention* date =
                                column == nullptr ? nullptr : bench_.field_near(condition.field, column->anchor, reach);
                            return date != nullptr;
                          });
      if (beside) found.push_back(condition.field);
    }
    return found;
  }

  [[nodiscard]] std::vector<std::size_t> with_key(std::vector<std::size_t> columns) const {
    const int key = bench_.vocabulary.tables[frame_.sketch.subject].key;
    if (key >= 0 && std::find(columns.begin(), columns.end(), static_cast<std::size_t>(key)) == columns.end())
      columns.insert(columns.begin(), static_cast<std::size_t>(key));
    return columns;
  }

  /// "the 5 most expensive", "the latest ten": the first rows in the order of a field.
  void first_rows(const Draft& draft, const Sketch& sketch) {
    const bool ranked = reading_.has(Cue::top) || reading_.has(Cue::latest) || reading_.has(Cue::maximum) ||
                        reading_.has(Cue::bottom) || reading_.has(Cue::minimum);
    if (!ranked || sketch.alone) return;
    for (const auto& [at, number] : free_numbers(draft)) {
      std::vector<std::pair<double, std::size_t>> fields;
      for (const std::size_t f : bench_.vocabulary.tables[sketch.subject].fields) {
        const auto& field = bench_.vocabulary.fields[f];
        if ((!field.dated() && !measurable(field)) || field.element) continue;
        const Mention* said = bench_.field_near(f, at, 8);
        if (field.dated() && said == nullptr && !reading_.has(Cue::latest) && !reading_.has(Cue::minimum)) continue;
        fields.emplace_back(said != nullptr ? said->strength : 0, f);
      }
      std::stable_sort(fields.begin(), fields.end(), [](const auto& l, const auto& r) { return l.first > r.first; });
      if (fields.size() > ordered_fields_max) fields.resize(ordered_fields_max);
      for (const auto& [worth, f] : fields) {
        Draft first = draft;
        Sketch ordered = sketch;
        first.explained[at] = 1;
        for (const Cue cue : {Cue::top, Cue::latest, Cue::maximum, Cue::bottom, Cue::minimum}) first.use(reading_, cue);
        if (const Mention* said = bench_.field_near(f, at, 8)) first.explain(said->tokens);
        first.features[worth > 0 ? "lexical/measure" : "lexical/measure_unsaid"] += worth > 0 ? worth : 1;
        if (bench_.vocabulary.fields[f].dated()) first.features["kind/first_by_date"] += 1;
        first.tail += "_first";
        ordered.order = Amount{{f}, "", 0, false, ""};
        ordered.rising = (reading_.has(Cue::bottom) || reading_.has(Cue::minimum)) && !reading_.has(Cue::top) &&
                         !reading_.has(Cue::latest);
        ordered.limit = number;
        add_columns(first, ordered);
        add(std::move(first), ordered);
      }
    }
  }

  const Bench& bench_;
  const Reading& reading_;
  const Frame& frame_;
  std::vector<Draft>& out_;
};

/// "number of the request and the patient's name": the tables whose columns are named are joined and those columns
/// shown.
void joined_list(const Bench& bench, std::size_t subject, const std::vector<std::size_t>& others,
                 std::vector<Draft>& out) {
  std::vector<std::size_t> tables = {subject};
  tables.insert(tables.end(), others.begin(), others.end());
  for (auto& [draft, conditions] : bench.choices(bench.begin(Wish::list, tables, {Cue::with_, Cue::also}), tables)) {
    draft.label = others.size() > 1 ? "list_joined_more" : "list_joined";
    Sketch sketch;
    sketch.subject = subject;
    sketch.joined = others;
    for (const auto& list : conditions) sketch.where.insert(sketch.where.end(), list.begin(), list.end());
    sketch.columns = bench.columns(draft, subject, column_strength_min);
    const int key = bench.vocabulary.tables[subject].key;
    if (key >= 0 &&
        std::find(sketch.columns.begin(), sketch.columns.end(), static_cast<std::size_t>(key)) == sketch.columns.end())
      sketch.columns.insert(sketch.columns.begin(), static_cast<std::size_t>(key));
    bool whole = true;
    for (const std::size_t other : others) {
      const auto columns = bench.columns(draft, other, column_strength_min);
      whole = whole && !columns.empty();
      sketch.columns.insert(sketch.columns.end(), columns.begin(), columns.end());
      if (const auto* way = bench.way(subject, other))
        draft.features["relations/hops"] += static_cast<double>(way->size());
    }
    if (!whole) continue;
    draft.text = text_of(sketch, bench.vocabulary);
    if (draft.text.empty()) continue;
    draft.sketch = std::make_shared<const Sketch>(std::move(sketch));
    out.push_back(std::move(draft));
  }
}

/// Tables with a field that is plainly named and that is not the subject's.
std::vector<std::size_t> named_besides(const Bench& bench, std::size_t subject) {
  std::vector<std::size_t> found;
  for (const std::size_t table : bench.subjects) {
    const bool named =
        table != subject &&
        std::any_of(bench.mentions.fields.begin(), bench.mentions.fields.end(), [&](const Mention& m) {
          return bench.vocabulary.fields[m.item].table == table && m.strength >= column_strength_min && !m.opposite;
        });
    if (named && bench.way(subject, table) != nullptr) found.push_back(table);
  }
  if (found.size() > joined_max) found.resize(joined_max);
  return found;
}

}  // namespace

void complete(const Bench& bench, const Frame& frame, std::vector<Draft>& out) {
  const bool rows = frame.sketch.checks.empty() && !frame.sketch.alone;
  const bool compares = !frame.sketch.checks.empty() &&
                        (frame.sketch.checks[0].verb == "MATCH" || frame.sketch.checks[0].verb == "TOTALS");
  const bool shows = !frame.sketch.checks.empty() && frame.sketch.checks.back().shows;
  const bool measured =
      rows || (!compares && !shows &&
               (bench.reading.has(Cue::count) || bench.reading.has(Cue::sum) || bench.reading.has(Cue::average)));
  Completer completer(bench, frame, out);
  if (!measured) return completer.complete({});
  for (const auto& tail : tails_of(bench, frame.sketch.subject, rows)) completer.complete(tail);
}

std::vector<Draft> draft_all(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                             const TableScores& scores) {
  const Bench bench(reading, vocabulary, mentions, scores);
  std::vector<Frame> frames;
  for (const std::size_t subject : bench.subjects) {
    Frame rows;
    rows.tables = {subject};
    rows.draft = bench.begin(Wish::list, rows.tables, {});
    rows.sketch.subject = subject;
    frames.push_back(std::move(rows));
  }
  frame_alone(bench, frames);
  frame_comparisons(bench, frames);
  frame_checks(bench, frames);
  std::vector<Draft> drafts;
  for (const auto& frame : frames) complete(bench, frame, drafts);
  for (const std::size_t subject : bench.subjects) {
    const auto others = named_besides(bench, subject);
    for (std::size_t i = 0; i < others.size(); ++i) {
      joined_list(bench, subject, {others[i]}, drafts);
      for (std::size_t j = i + 1; j < others.size(); ++j) joined_list(bench, subject, {others[i], others[j]}, drafts);
    }
  }
  return drafts;
}

}  // namespace recoupe::planner
