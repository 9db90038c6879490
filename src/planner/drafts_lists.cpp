// Plans that show rows: all that meet the conditions, or the first of them in some order.
#include <algorithm>

#include "planner/drafts.hpp"
#include "planner/joins.hpp"

namespace recoupe::planner {

namespace {

constexpr double column_strength_min = 0.72;
constexpr std::size_t joined_max = 3;

/// Adds "|> SELECT key, columns" and tells whether there were any.
bool add_select(const Bench& bench, Draft& draft, const Seat& seat) {
  const auto columns = bench.columns(draft, seat.table, 0, column_strength_min);
  if (columns.empty()) return false;
  const int key = bench.vocabulary.tables[seat.table].key;
  std::string list;
  if (key >= 0 && std::find(columns.begin(), columns.end(), static_cast<std::size_t>(key)) == columns.end())
    list = bench.writer.name(static_cast<std::size_t>(key), {seat});
  for (const std::size_t column : columns) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {seat});
  draft.text += " |> SELECT " + list;
  return true;
}

}  // namespace

namespace {

/// "the 5 most expensive": numbers that no condition took are how many.
void first_rows(const Bench& bench, const Draft& draft, const Seat& seat, std::vector<Draft>& out) {
  for (const auto& number : bench.reading.numbers) {
    const std::size_t at = bench.reading.token_at(number.begin);
    if (number.decimal.find('.') != std::string::npos || draft.explained[at] > 0) continue;
    for (const std::size_t f : bench.vocabulary.tables[seat.table].fields) {
      const auto& field = bench.vocabulary.fields[f];
      const bool wanted = bench.reading.has(Cue::latest) ? field.dated() : field.kind == FieldKind::number && !field.key && !field.reference;
      if (!wanted || field.element) continue;
      const Mention* said = bench.field_near(f, at, 8);
      Draft first = draft;
      first.wish = Wish::first_rows;
      first.explained[at] = 1;
      for (const Cue cue : {Cue::top, Cue::latest, Cue::maximum}) first.use(bench.reading, cue);
      if (said != nullptr) first.explain(said->tokens);
      first.features[said != nullptr ? "lexical/measure" : "lexical/measure_unsaid"] += said != nullptr ? said->strength : 1;
      first.label = "first_rows";
      first.text += " |> ORDER BY " + bench.writer.name(f, {seat}) + " DESC |> LIMIT " + number.decimal;
      out.push_back(first);
    }
  }
}

/// "number and date of the request and the patient's name": the tables whose columns are named are joined and those columns shown.
void joined(const Bench& bench, std::size_t subject, const std::vector<std::size_t>& others, std::vector<Draft>& out) {
  std::vector<std::size_t> tables = {subject};
  tables.insert(tables.end(), others.begin(), others.end());
  Joins joins(bench.vocabulary, bench.writer, subject);
  for (const std::size_t other : others)
    if (!joins.reach(other)) return;
  for (const auto& [chosen_draft, chosen] : bench.choices(bench.begin(Wish::list, tables, {Cue::with_, Cue::also}), tables)) {
    Draft draft = chosen_draft;
    draft.label = others.size() > 1 ? "list_joined_more" : "list_joined";
    draft.features["relations/hops"] += static_cast<double>(joins.tables().size() - 1);
    std::string list;
    const int key = bench.vocabulary.tables[subject].key;
    std::vector<std::size_t> shown = bench.columns(draft, subject, 0, column_strength_min);
    if (key >= 0 && std::find(shown.begin(), shown.end(), static_cast<std::size_t>(key)) == shown.end()) shown.insert(shown.begin(), static_cast<std::size_t>(key));
    bool whole = true;
    for (const std::size_t other : others) {
      const auto columns = bench.columns(draft, other, 0, column_strength_min);
      whole = whole && !columns.empty();
      shown.insert(shown.end(), columns.begin(), columns.end());
    }
    if (!whole || std::any_of(shown.begin(), shown.end(), [&](std::size_t f) { return bench.vocabulary.fields[f].element; })) continue;
    Joins ways = joins;
    draft.text = bench.from(ways.seats()[0], {});
    std::vector<Condition> late;
    for (std::size_t i = 1; i < tables.size(); ++i) late.insert(late.end(), chosen[i].begin(), chosen[i].end());
    if (!chosen[0].empty()) draft.text += " |> WHERE " + bench.writer.conditions(chosen[0], {bench.writer.seat(subject, {})});
    draft.text += ways.text();
    if (!late.empty()) draft.text += " |> WHERE " + bench.writer.conditions(late, ways.seats());
    for (const std::size_t column : shown) list += (list.empty() ? "" : ", ") + bench.writer.name(column, ways.seats());
    draft.text += " |> SELECT " + list;
    out.push_back(std::move(draft));
  }
}

/// Tables with a field that is plainly named and that is not the subject's.
std::vector<std::size_t> named_besides(const Bench& bench, std::size_t subject) {
  std::vector<std::size_t> found;
  for (const std::size_t table : bench.subjects) {
    const bool named = table != subject && std::any_of(bench.mentions.fields.begin(), bench.mentions.fields.end(), [&](const Mention& m) {
      return bench.vocabulary.fields[m.item].table == table && m.strength >= column_strength_min && !m.opposite;
    });
    if (named && path_between(bench.vocabulary, subject, table)) found.push_back(table);
  }
  if (found.size() > joined_max) found.resize(joined_max);
  return found;
}

}  // namespace

void draft_lists(const Bench& bench, std::vector<Draft>& out) {
  for (const std::size_t subject : bench.subjects) {
    const Seat seat = bench.writer.seat(subject, {});
    const bool ranked = bench.reading.has(Cue::top) || bench.reading.has(Cue::latest) || bench.reading.has(Cue::maximum);
    for (const auto& [chosen_draft, chosen] : bench.choices(bench.begin(Wish::list, {subject}, {}), {subject})) {
      Draft draft = chosen_draft;
      draft.text = bench.from(seat, chosen[0]);
      if (ranked) first_rows(bench, draft, seat, out);
      out.push_back(draft);
      Draft selected = draft;
      if (!add_select(bench, selected, seat)) continue;
      selected.label = "list_columns";
      out.push_back(std::move(selected));
    }
    const auto others = named_besides(bench, subject);
    for (std::size_t i = 0; i < others.size(); ++i) {
      joined(bench, subject, {others[i]}, out);
      for (std::size_t j = i + 1; j < others.size(); ++j) joined(bench, subject, {others[i], others[j]}, out);
    }
  }
}

}  // namespace recoupe::planner
