// Plans that compare two sources: a value row by row, or totals group by group.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t pairs_max = 3;

struct Pairing {
  std::size_t left;
  std::size_t right;
  double worth;
};

bool numeric(const FieldItem& field) { return field.kind == FieldKind::number && !field.key && !field.reference; }

double spoken(const Bench& bench, std::size_t field) {
  double most = 0;
  for (const auto& mention : bench.mentions.fields)
    if (mention.item == field) most = std::max(most, mention.strength);
  return most;
}

double named_alike(const FieldItem& left, const FieldItem& right) {
  double most = 0;
  for (const auto& a : left.name) {
    if (a.weight < 0.5) continue;
    for (const auto& b : right.name)
      if (b.weight >= 0.5) most = std::max(most, likeness(a.term, b.term) * std::min(a.weight, b.weight));
  }
  return most;
}

/// Finds fields of the two tables that could be the same value, best first.
std::vector<Pairing> pairings(const Bench& bench, std::size_t subject, std::size_t other, const Link& link, bool numbers_only) {
  std::vector<Pairing> found;
  const auto& fields = bench.vocabulary.fields;
  for (const std::size_t l : bench.vocabulary.tables[subject].fields) {
    if (l == link.left || fields[l].element || fields[l].kind == FieldKind::array || fields[l].kind == FieldKind::document || fields[l].key) continue;
    for (const std::size_t r : bench.vocabulary.tables[other].fields) {
      if (r == link.right || fields[r].element || fields[r].kind != fields[l].kind || fields[r].key) continue;
      if (numbers_only && (!numeric(fields[l]) || !numeric(fields[r]))) continue;
      const double both = spoken(bench, l) + spoken(bench, r);
      const double worth = 0.5 * both + 0.6 * named_alike(fields[l], fields[r]) + (fields[l].field->type.kind == core::Kind::numeric && fields[r].field->type.kind == core::Kind::numeric ? 0.15 : 0);
      if (worth > 0.45) found.push_back({l, r, worth});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Pairing& a, const Pairing& b) { return a.worth > b.worth; });
  if (found.size() > pairs_max) found.resize(pairs_max);
  return found;
}

void explain_field(const Bench& bench, Draft& draft, std::size_t field) {
  const Mention* best = nullptr;
  for (const auto& mention : bench.mentions.fields)
    if (mention.item == field && (best == nullptr || mention.strength > best->strength)) best = &mention;
  if (best != nullptr) draft.explain(best->tokens);
}

/// "to within 1 euro": a number that nothing else took, after words of nearness.
std::string tolerance(const Bench& bench, Draft& draft) {
  static const std::vector<std::string> near = {"pres", "tolerance", "within", "margin", "marge", "give", "tolerances", "ecart", "ecarte", "difference", "ecarts", "off"};
  for (std::size_t n = 0; n < bench.reading.numbers.size(); ++n) {
    const std::size_t at = bench.reading.token_at(bench.reading.numbers[n].begin);
    if (draft.explained[at] > 0) continue;
    const std::size_t from = at > 5 ? at - 5 : 0;
    const std::size_t to = std::min(bench.reading.tokens.size(), at + 4);
    for (std::size_t i = from; i < to; ++i) {
      if (std::find(near.begin(), near.end(), bench.reading.tokens[i].term.folded) == near.end()) continue;
      draft.explained[at] = draft.explained[i] = 1;
      return " TOLERANCE " + bench.reading.numbers[n].decimal;
    }
  }
  return "";
}

bool ignores_case(const Bench& bench) {
  return std::any_of(bench.reading.tokens.begin(), bench.reading.tokens.end(), [](const Token& t) {
    return t.term.folded == "case" || t.term.folded == "casse" || t.term.folded == "majuscules" || t.term.folded == "capitals" || t.term.folded == "capitales";
  });
}

void match(const Bench& bench, std::size_t subject, std::size_t other, const Link& link, std::vector<Draft>& out) {
  if (bench.vocabulary.fields[link.left].element || bench.vocabulary.fields[link.right].element) return;
  for (const auto& pairing : pairings(bench, subject, other, link, false)) {
    Draft draft = bench.begin(Wish::mismatch, {subject, other}, {Cue::differ, Cue::reconcile, Cue::without, Cue::not_, Cue::also});
    draft.features["relations/confidence"] += link.confidence;
    draft.features[std::string("relations/") + (link.derived ? "derived_" : link.turned ? "turned_" : "forward_") + std::string(name_of(draft.wish))] += 1;
    draft.features["lexical/pairing"] += pairing.worth;
    explain_field(bench, draft, pairing.left);
    explain_field(bench, draft, pairing.right);
    const bool text = bench.vocabulary.fields[pairing.left].kind == FieldKind::text;
    const std::string slack = text ? "" : tolerance(bench, draft);
    const auto chosen = bench.choose(draft, {subject, other});
    const Seat left = bench.writer.seat(subject, {});
    const Seat right = bench.writer.seat(other, {left});
    const std::vector<Seat> both = {left, right};
    const auto [left_key, right_key] = bench.writer.key(link, both, both);
    std::string l = bench.writer.name(pairing.left, {left});
    std::string r = bench.writer.name(pairing.right, {right});
    if (text && ignores_case(bench)) {
      l = "LOWER(" + l + ")";
      r = "LOWER(" + r + ")";
    }
    draft.text = bench.from(left, chosen[0]) + " |> CHECK MATCH WITH " + bench.writer.side(right, chosen[1]) + " ON " + left_key + " = " + right_key +
                 " COMPARE " + l + " = " + r + slack;
    draft.text += bench.reading.has(Cue::reconcile) ? " |> WHERE finding != 'ok'" : " |> WHERE finding = 'mismatch'";
    out.push_back(std::move(draft));
  }
}

/// "compare the number of calls with the number of claims": groups counted on both sides.
void counts(const Bench& bench, std::size_t subject, std::size_t other, const Link& link, std::vector<Draft>& out) {
  if (bench.vocabulary.fields[link.left].element || bench.vocabulary.fields[link.right].element || !bench.reading.has(Cue::count)) return;
  Draft draft = bench.begin(Wish::totals, {subject, other}, {Cue::differ, Cue::reconcile, Cue::each_total, Cue::count, Cue::per, Cue::without, Cue::not_});
  draft.label = "totals_count";
  draft.features["relations/confidence"] += link.confidence;
    draft.features[std::string("relations/") + (link.derived ? "derived_" : link.turned ? "turned_" : "forward_") + std::string(name_of(draft.wish))] += 1;
  explain_field(bench, draft, link.left);
  const auto chosen = bench.choose(draft, {subject, other});
  const Seat left = bench.writer.seat(subject, {});
  const Seat right = bench.writer.seat(other, {left});
  const auto [left_key, right_key] = bench.writer.key(link, {left}, {right});
  std::string by = left_key + " = " + right_key;
  if (left_key.find('(') != std::string::npos) by += " AS " + plan_column(bench, link.left);
  draft.text = bench.from(left, chosen[0]) + " |> CHECK TOTALS WITH " + bench.writer.side(right, chosen[1]) + " BY " + by +
               " COMPARE COUNT(*) = COUNT(*) |> WHERE finding != 'ok'";
  out.push_back(std::move(draft));
}

void totals(const Bench& bench, std::size_t subject, std::size_t other, const Link& link, std::vector<Draft>& out) {
  if (bench.vocabulary.fields[link.left].element || bench.vocabulary.fields[link.right].element) return;
  for (const auto& pairing : pairings(bench, subject, other, link, true)) {
    Draft draft = bench.begin(Wish::totals, {subject, other}, {Cue::differ, Cue::reconcile, Cue::each_total, Cue::sum, Cue::per, Cue::without, Cue::not_});
    draft.features["relations/confidence"] += link.confidence;
    draft.features[std::string("relations/") + (link.derived ? "derived_" : link.turned ? "turned_" : "forward_") + std::string(name_of(draft.wish))] += 1;
    draft.features["lexical/pairing"] += pairing.worth;
    explain_field(bench, draft, pairing.left);
    explain_field(bench, draft, pairing.right);
    explain_field(bench, draft, link.left);
    const std::string slack = tolerance(bench, draft);
    const auto chosen = bench.choose(draft, {subject, other});
    const Seat left = bench.writer.seat(subject, {});
    const Seat right = bench.writer.seat(other, {left});
    const auto [left_key, right_key] = bench.writer.key(link, {left}, {right});
    std::string by = left_key + " = " + right_key;
    if (left_key.find('(') != std::string::npos) by += " AS " + plan_column(bench, link.left);
    draft.text = bench.from(left, chosen[0]) + " |> CHECK TOTALS WITH " + bench.writer.side(right, chosen[1]) + " BY " + by + " COMPARE SUM(" +
                 bench.writer.name(pairing.left, {left}) + ") = SUM(" + bench.writer.name(pairing.right, {right}) + ")" + slack + " |> WHERE finding != 'ok'";
    out.push_back(std::move(draft));
  }
}

}  // namespace

void draft_comparisons(const Bench& bench, std::vector<Draft>& out) {
  if (!bench.reading.has(Cue::differ) && !bench.reading.has(Cue::reconcile)) return;
  for (const std::size_t subject : bench.subjects) {
    for (const std::size_t other : bench.subjects) {
      if (other == subject) continue;
      for (const auto& link : bench.links(subject, other)) {
        match(bench, subject, other, link, out);
        totals(bench, subject, other, link, out);
        counts(bench, subject, other, link, out);
      }
    }
  }
}

}  // namespace recoupe::planner
