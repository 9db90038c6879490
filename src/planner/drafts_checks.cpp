// Plans that look for each row's counterpart: without one, with one, with one that should not be, or to be shown.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double column_strength_min = 0.66;

struct Kind {
  Wish wish;
  std::initializer_list<Cue> cues;
  std::string_view check;
  std::string_view after;
};

/// "give number, end date and tenant's name": the columns named are all that is shown, with the finding.
void add_selected(const Bench& bench, const Draft& draft, const Seat& left, const Seat& right, const std::vector<std::size_t>& columns, std::vector<Draft>& out) {
  Draft selected = draft;
  const auto own = bench.columns(selected, left.table, 0, column_strength_min);
  if (own.empty()) return;
  selected.label = "show_selected";
  const int key = bench.vocabulary.tables[left.table].key;
  std::string list;
  if (key >= 0 && std::find(own.begin(), own.end(), static_cast<std::size_t>(key)) == own.end()) list = bench.writer.name(static_cast<std::size_t>(key), {left, right});
  for (const std::size_t column : own) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {left, right});
  for (const std::size_t column : columns) list += ", " + plan_column(bench, column);
  selected.text += " |> SELECT " + list + ", finding";
  out.push_back(std::move(selected));
}

/// Builds one plan; the subject's array is opened where the link needs its elements.
void build(const Bench& bench, const Kind& kind, std::size_t subject, std::size_t other, const Link& link, std::vector<Draft>& out) {
  Draft draft = bench.begin(kind.wish, {subject, other}, kind.cues);
  draft.features["relations/confidence"] += link.confidence;
  draft.features[std::string("relations/") + (link.derived ? "derived_" : link.turned ? "turned_" : "forward_") + std::string(name_of(kind.wish))] += 1;
  for (const std::size_t field : {link.left, link.right})
    if (const Mention* said = bench.field_near(field, 0, bench.reading.tokens.size()); said != nullptr && said->strength > 0.75) {
      draft.explain(said->tokens);
      draft.features["relations/key_said"] += 1;
    }
  const auto chosen = bench.choose(draft, {subject, other});
  Seat left = bench.writer.seat(subject, {});
  Seat right = bench.writer.seat(other, {left});
  draft.text = bench.from(left, chosen[0]);
  const auto& left_field = bench.vocabulary.fields[link.left];
  const auto& right_field = bench.vocabulary.fields[link.right];
  if (const auto array = array_of(left_field, bench.vocabulary); !array.empty()) {
    draft.text += " |> " + bench.writer.open(left, array, {right});
    draft.features["relations/opened"] += 1;
  }
  if (const auto array = array_of(right_field, bench.vocabulary); !array.empty()) {
    bench.writer.open(right, array, {left});
    draft.features["relations/opened"] += 1;
  }
  const std::vector<Seat> both = {left, right};
  const auto [left_key, right_key] = bench.writer.key(link, both, both);
  draft.text += " |> CHECK " + std::string(kind.check) + " IN " + bench.writer.side(right, chosen[1]) + " ON " + left_key + " = " + right_key;
  if (kind.wish == Wish::show) {
    std::vector<std::size_t> columns = bench.columns(draft, other, 0, column_strength_min);
    std::erase_if(columns, [&](std::size_t f) { return f == link.right || bench.vocabulary.fields[f].element; });
    std::string list;
    for (const std::size_t column : columns) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {right});
    if (!list.empty()) draft.text += " SELECT " + list;
    add_selected(bench, draft, left, right, columns, out);
    draft.label = list.empty() ? "show" : "show_columns";
  }
  draft.text += kind.after;
  out.push_back(std::move(draft));
}

}  // namespace

void draft_checks(const Bench& bench, std::vector<Draft>& out) {
  const auto& reading = bench.reading;
  std::vector<Kind> kinds;
  if (reading.has(Cue::without) || reading.has(Cue::not_) || reading.has(Cue::empty))
    kinds.push_back({Wish::missing, {Cue::without, Cue::not_, Cue::empty}, "EXISTS", " |> WHERE finding = 'missing'"});
  if (reading.has(Cue::anyway))
    kinds.push_back({Wish::anyway, {Cue::anyway, Cue::also}, "ABSENT", " |> WHERE finding = 'present'"});
  kinds.push_back({Wish::also, {Cue::also, Cue::with_}, "EXISTS", " |> WHERE finding = 'ok'"});
  kinds.push_back({Wish::show, {Cue::check, Cue::with_}, "EXISTS", ""});
  for (const auto& kind : kinds) {
    for (const std::size_t subject : bench.subjects) {
      std::size_t others = 0;
      for (const std::size_t other : bench.subjects) {
        if (other == subject || others >= others_max) continue;
        const auto links = bench.links(subject, other);
        others += links.empty() ? 0 : 1;
        for (const auto& link : links) build(bench, kind, subject, other, link, out);
      }
    }
  }
}

}  // namespace recoupe::planner
