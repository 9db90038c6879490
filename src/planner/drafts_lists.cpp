// Plans that show rows: all that meet the conditions, or the first of them in some order.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double column_strength_min = 0.72;

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

void draft_lists(const Bench& bench, std::vector<Draft>& out) {
  for (const std::size_t subject : bench.subjects) {
    Draft draft = bench.begin(Wish::list, {subject}, {});
    const auto chosen = bench.choose(draft, {subject});
    const Seat seat = bench.writer.seat(subject, {});
    draft.text = bench.from(seat, chosen[0]);
    if (bench.reading.has(Cue::top) || bench.reading.has(Cue::latest) || bench.reading.has(Cue::maximum)) {
      // "the 5 most expensive": numbers that no condition took are how many.
      for (std::size_t n = 0; n < bench.reading.numbers.size(); ++n) {
        const auto& number = bench.reading.numbers[n];
        const std::size_t at = bench.reading.token_at(number.begin);
        if (number.decimal.find('.') != std::string::npos || draft.explained[at] > 0) continue;
        for (const std::size_t f : bench.vocabulary.tables[subject].fields) {
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
    out.push_back(draft);
    Draft selected = draft;
    if (add_select(bench, selected, seat)) {
      selected.label = "list_columns";
      out.push_back(std::move(selected));
    }
  }
}

}  // namespace recoupe::planner
