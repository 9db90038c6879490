// Plans that look for each row's counterpart: without one, with one, with one that should not be, or to be shown.
#include <algorithm>
#include <array>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double column_strength_min = 0.66;
constexpr double named_min = 0.6;  // of a table, for a check of its own beside another

struct Kind {
  Wish wish;
  std::initializer_list<Cue> cues;
  std::string_view check;
  std::string_view after;
};

/// "give number, end date and tenant's name": the columns named are all that is shown; with the finding where all rows stay.
void add_selected(const Bench& bench, const Draft& draft, const Seat& left, const Seat& right, const std::vector<std::size_t>& columns, std::vector<Draft>& out,
                  const std::string& after) {
  Draft selected = draft;
  const auto own = bench.columns(selected, left.table, 0, column_strength_min);
  if (own.empty()) return;
  selected.label = std::string(name_of(draft.wish)) + "_selected";
  const int key = bench.vocabulary.tables[left.table].key;
  std::string list;
  if (key >= 0 && std::find(own.begin(), own.end(), static_cast<std::size_t>(key)) == own.end()) list = bench.writer.name(static_cast<std::size_t>(key), {left, right});
  for (const std::size_t column : own) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {left, right});
  for (const std::size_t column : columns) list += ", " + plan_column(bench, column);
  selected.text += after + " |> SELECT " + list + (after.empty() ? ", finding" : "");
  out.push_back(std::move(selected));
}

void tell_of_link(const Bench& bench, Draft& draft, const Link& link) {
  draft.features["relations/confidence"] += link.confidence;
  draft.features[std::string("relations/") + (link.derived ? "derived_" : link.turned ? "turned_" : "forward_") + std::string(name_of(draft.wish))] += 1;
  for (const std::size_t field : {link.left, link.right})
    if (const Mention* said = bench.field_near(field, 0, bench.reading.tokens.size()); said != nullptr && said->strength > 0.75) {
      draft.explain(said->tokens);
      draft.features["relations/key_said"] += 1;
    }
}

/// "per region": the subject's field named after "per"; the text to group by.
std::string group_of(const Bench& bench, Draft& draft, const Seat& seat) {
  const FoundCue* per = bench.reading.find(Cue::per);
  if (per == nullptr) return "";
  const Mention* best = nullptr;
  for (const std::size_t f : bench.vocabulary.tables[seat.table].fields) {
    const auto& field = bench.vocabulary.fields[f];
    const Mention* said = bench.field_near(f, per->last + 1, 2);
    if (said == nullptr || said->anchor <= per->last || field.element || field.kind == FieldKind::document || field.kind == FieldKind::array) continue;
    if (best == nullptr || said->strength > best->strength) best = said;
  }
  if (best == nullptr) return "";
  draft.explain(best->tokens);
  draft.use(bench.reading, Cue::per);
  return " GROUP BY " + bench.writer.name(best->item, {seat});
}

/// "how many … have no …": what the check found is counted.
void add_counted(const Bench& bench, const Draft& draft, const Seat& left, std::vector<Draft>& out) {
  if (!bench.reading.has(Cue::count)) return;
  Draft counted = draft;
  counted.use(bench.reading, Cue::count);
  const std::string by = group_of(bench, counted, left);
  counted.label = std::string(name_of(draft.wish)) + (by.empty() ? "_counted" : "_counted_by");
  counted.text += " |> AGGREGATE COUNT(*) AS n" + by;
  out.push_back(std::move(counted));
}

/// "CHECK … IN … ON …"; the right side's array is opened inside it.
std::string check_text(const Bench& bench, std::string_view check, const Seat& left, Seat& right, const Link& link, const std::vector<Condition>& where) {
  if (const auto array = array_of(bench.vocabulary.fields[link.right], bench.vocabulary); !array.empty()) bench.writer.open(right, array, {left});
  const std::vector<Seat> both = {left, right};
  const auto [left_key, right_key] = bench.writer.key(link, both, both);
  return " |> CHECK " + std::string(check) + " IN " + bench.writer.side(right, where) + " ON " + left_key + " = " + right_key;
}

/// Builds the plans of one link; the subject's array is opened where the link needs its elements.
void build(const Bench& bench, const Kind& kind, std::size_t subject, std::size_t other, const Link& link, std::vector<Draft>& out) {
  Draft begun = bench.begin(kind.wish, {subject, other}, kind.cues);
  tell_of_link(bench, begun, link);
  for (const std::size_t field : {link.left, link.right})
    if (!array_of(bench.vocabulary.fields[field], bench.vocabulary).empty()) begun.features["relations/opened"] += 1;
  for (const auto& [chosen_draft, chosen] : bench.choices(begun, {subject, other})) {
    Draft draft = chosen_draft;
    Seat left = bench.writer.seat(subject, {});
    Seat right = bench.writer.seat(other, {left});
    draft.text = bench.from(left, chosen[0]);
    if (const auto array = array_of(bench.vocabulary.fields[link.left], bench.vocabulary); !array.empty()) draft.text += " |> " + bench.writer.open(left, array, {right});
    draft.text += check_text(bench, kind.check, left, right, link, chosen[1]);
    if (kind.wish == Wish::show) {
      std::vector<std::size_t> columns = bench.columns(draft, other, 0, column_strength_min);
      std::erase_if(columns, [&](std::size_t f) { return f == link.right || bench.vocabulary.fields[f].element; });
      std::string list;
      for (const std::size_t column : columns) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {right});
      if (!list.empty()) draft.text += " SELECT " + list;
      add_selected(bench, draft, left, right, columns, out, "");
      draft.label = list.empty() ? "show" : "show_columns";
    } else {
      add_selected(bench, draft, left, right, {}, out, std::string(kind.after));
    }
    draft.text += kind.after;
    if (kind.wish != Wish::show) add_counted(bench, draft, left, out);
    out.push_back(std::move(draft));
  }
}

bool is_named(const Bench& bench, std::size_t table) {
  return std::any_of(bench.mentions.tables.begin(), bench.mentions.tables.end(), [table](const Mention& m) { return m.item == table && m.strength >= named_min; });
}

/// "with no dispute and for which nothing was paid": two checks in a row, in the order of the words.
void build_two(const Bench& bench, const Kind& first, const Kind& second, std::size_t subject, std::pair<std::size_t, std::size_t> others, std::vector<Draft>& out) {
  const auto near = bench.links(subject, others.first);
  const auto far = bench.links(subject, others.second);
  if (near.empty() || far.empty()) return;
  for (const auto& link : {near[0], far[0]})
    for (const std::size_t field : {link.left, link.right})
      if (!array_of(bench.vocabulary.fields[field], bench.vocabulary).empty()) return;
  const std::vector<std::size_t> tables = {subject, others.first, others.second};
  Draft begun = bench.begin(second.wish, tables, second.cues);
  for (const Cue cue : first.cues) begun.use(bench.reading, cue);
  tell_of_link(bench, begun, near[0]);
  tell_of_link(bench, begun, far[0]);
  begun.label = std::string(name_of(first.wish)) + "_" + std::string(name_of(second.wish));
  for (const auto& [chosen_draft, chosen] : bench.choices(begun, tables)) {
    Draft draft = chosen_draft;
    const Seat left = bench.writer.seat(subject, {});
    draft.text = bench.from(left, chosen[0]);
    const auto add = [&](const Kind& kind, std::size_t other, const Link& link, const std::vector<Condition>& where) {
      Seat right = bench.writer.seat(other, {left});
      draft.text += check_text(bench, kind.check, left, right, link, where);
      if (kind.wish == Wish::show) {
        std::string list;
        for (const std::size_t column : bench.columns(draft, other, 0, column_strength_min))
          if (column != link.right && !bench.vocabulary.fields[column].element) list += (list.empty() ? "" : ", ") + bench.writer.name(column, {right});
        if (!list.empty()) draft.text += " SELECT " + list;
      }
      draft.text += kind.after;
    };
    add(first, others.first, near[0], chosen[1]);
    add(second, others.second, far[0], chosen[2]);
    add_counted(bench, draft, left, out);
    out.push_back(std::move(draft));
  }
}

void draft_two_checks(const Bench& bench, const std::vector<Kind>& kinds, std::vector<Draft>& out) {
  const auto kind_of = [&](Wish wish) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [wish](const Kind& k) { return k.wish == wish; });
    return found == kinds.end() ? nullptr : &*found;
  };
  static constexpr std::array pairs = {std::pair{Wish::missing, Wish::missing}, std::pair{Wish::also, Wish::missing}, std::pair{Wish::show, Wish::show}, std::pair{Wish::missing, Wish::also}};
  for (const std::size_t subject : bench.subjects) {
    for (const std::size_t one : bench.subjects) {
      for (const std::size_t two : bench.subjects) {
        if (subject == one || subject == two || one == two || !is_named(bench, one) || !is_named(bench, two)) continue;
        for (const auto& [first, second] : pairs)
          if (kind_of(first) != nullptr && kind_of(second) != nullptr) build_two(bench, *kind_of(first), *kind_of(second), subject, {one, two}, out);
      }
    }
  }
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
  draft_two_checks(bench, kinds, out);
}

}  // namespace recoupe::planner
