// Plans that check one table alone: duplicates, gaps in a numbering, a rule between two dates or amounts.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double field_strength_min = 0.6;

void duplicates(const Bench& bench, std::size_t subject, std::vector<Draft>& out) {
  Draft draft = bench.begin(Wish::duplicates, {subject}, {Cue::duplicate});
  const auto chosen = bench.choose(draft, {subject});
  Draft keyed = draft;
  auto columns = bench.columns(keyed, subject, 0, field_strength_min);
  std::erase_if(columns, [&](std::size_t f) { return bench.vocabulary.fields[f].element || bench.vocabulary.fields[f].kind == FieldKind::array; });
  const Seat seat = bench.writer.seat(subject, {});
  const bool fold_case = std::any_of(bench.reading.tokens.begin(), bench.reading.tokens.end(), [](const Token& t) {
    return t.term.folded == "case" || t.term.folded == "casse" || t.term.folded == "majuscules" || t.term.folded == "capitals" || t.term.folded == "uppercase";
  });
  const auto finish = [&](Draft& d, const std::vector<std::size_t>& by) {
    std::string list;
    for (const std::size_t field : by) {
      std::string name = bench.writer.name(field, {seat});
      if (fold_case && bench.vocabulary.fields[field].kind == FieldKind::text) name = "LOWER(" + name + ")";
      list += (list.empty() ? "" : ", ") + name;
    }
    d.text = bench.from(seat, chosen[0]) + " |> CHECK UNIQUE BY " + list + " |> WHERE finding = 'duplicate'";
    out.push_back(d);
  };
  if (!columns.empty()) finish(keyed, columns);
  // A field that is spoken of with the table's own words: "invoice number twice" of invoices.
  for (const std::size_t f : bench.vocabulary.tables[subject].fields) {
    const auto& field = bench.vocabulary.fields[f];
    if (field.element || field.kind == FieldKind::array || field.kind == FieldKind::document) continue;
    if (std::find(columns.begin(), columns.end(), f) != columns.end()) continue;
    const Mention* said = bench.field_near(f, 0, bench.reading.tokens.size());
    if (said == nullptr || said->strength < field_strength_min) continue;
    Draft one = draft;
    one.explain(said->tokens);
    one.features["lexical/key"] += said->strength;
    finish(one, {f});
  }
  const int key = bench.vocabulary.tables[subject].key;
  if (columns.empty() && key >= 0) {
    draft.features["lexical/key_unsaid"] += 1;
    finish(draft, {static_cast<std::size_t>(key)});
  }
}

void gaps(const Bench& bench, std::size_t subject, std::vector<Draft>& out) {
  static const std::vector<Term> number_words = {term_of("numero"), term_of("number"), term_of("no"), term_of("num")};
  for (const std::size_t f : bench.vocabulary.tables[subject].fields) {
    const auto& field = bench.vocabulary.fields[f];
    if (field.element || field.dated() || field.kind == FieldKind::flag || field.kind == FieldKind::array || field.kind == FieldKind::document) continue;
    if (field.field->type.kind == core::Kind::objectid || field.field->type.kind == core::Kind::uuid || !field.field->known_values.empty()) continue;
    bool numbering = false;
    for (const auto& term : field.name)
      for (const auto& word : number_words) numbering = numbering || likeness(word, term.term) >= same_idea;
    if (!field.key && !numbering) continue;
    Draft draft = bench.begin(Wish::gaps, {subject}, {Cue::gap, Cue::empty, Cue::without});
    draft.features["conditions/sequence_key"] += field.key ? 1 : 0;
    draft.features["conditions/sequence_numbering"] += numbering ? 1 : 0;
    draft.features["conditions/sequence_reference"] += field.reference ? 1 : 0;
    draft.features["conditions/sequence_number"] += field.kind == FieldKind::number ? 1 : 0;
    const Mention* said = bench.field_near(f, 0, bench.reading.tokens.size());
    if (said != nullptr) {
      draft.explain(said->tokens);
      draft.features["lexical/key"] += said->strength;
    }
    const auto chosen = bench.choose(draft, {subject});
    const Seat seat = bench.writer.seat(subject, {});
    std::string partition;
    const FoundCue* per = bench.reading.find(Cue::per);
    for (const std::size_t g : bench.vocabulary.tables[subject].fields) {
      if (per == nullptr || g == f || bench.vocabulary.fields[g].dated()) continue;
      const Mention* group = bench.field_near(g, per->last, 3);
      if (group == nullptr || group->strength < 0.75 || !partition.empty()) continue;
      partition = " PARTITION BY " + bench.writer.name(g, {seat});
      draft.explain(group->tokens);
      draft.use(bench.reading, Cue::per);
    }
    draft.text = bench.from(seat, chosen[0]) + " |> CHECK SEQUENCE BY " + bench.writer.name(f, {seat}) + partition + " |> WHERE finding = 'gap'";
    out.push_back(std::move(draft));
  }
}

/// Dates that must follow one another: "delivery before the order" means that delivery ≥ order is the rule.
void rules(const Bench& bench, std::size_t subject, std::vector<Draft>& out) {
  const auto& fields = bench.vocabulary.fields;
  for (const std::size_t l : bench.vocabulary.tables[subject].fields) {
    for (const std::size_t r : bench.vocabulary.tables[subject].fields) {
      const bool fit = l != r && fields[l].kind == fields[r].kind && !fields[l].element && !fields[r].element &&
                       (fields[l].dated() || (fields[l].kind == FieldKind::number && !fields[l].key && !fields[r].key));
      if (!fit) continue;
      const Mention* first = bench.field_near(l, 0, bench.reading.tokens.size());
      const Mention* second = bench.field_near(r, 0, bench.reading.tokens.size());
      if (first == nullptr || second == nullptr || first->anchor >= second->anchor) continue;
      const auto says = [&](std::initializer_list<std::string_view> words) {
        for (std::size_t i = first->anchor; i < second->anchor; ++i)
          for (const auto word : words)
            if (bench.reading.tokens[i].term.folded.starts_with(word)) return true;
        return false;
      };
      const bool before = says({"before", "avant", "anterieur", "earlier", "precede", "prior"});
      const bool after = says({"after", "apres", "posterieur", "later", "suiv", "follow", "depass", "exceed", "superieur", "greater"});
      if (!before && !after) continue;
      static const std::vector<std::string_view> demands = {"must", "doit", "doivent", "always", "toujours", "should"};
      bool demanded = false;
      bool denied = false;
      for (std::size_t t = 0; t < bench.reading.tokens.size(); ++t) {
        const auto& token = bench.reading.tokens[t];
        if (t > second->anchor) break;
        demanded = demanded || std::find(demands.begin(), demands.end(), token.term.folded) != demands.end();
        denied = denied || token.term.folded == "never" || token.term.folded == "not" || token.term.folded == "pas" || token.term.folded == "no" || token.term.folded == "cannot" || token.term.folded == "aucun" || token.term.folded == "jamais";
      }
      // Said as the offence ("closed before opened") or forbidden: the rule is the contrary. Said as a duty: the rule itself.
      const bool duty = demanded && !denied;
      const std::string op = duty ? (before ? " <= " : " > ") : (before ? " >= " : " <= ");
      Draft draft = bench.begin(Wish::rule, {subject}, {Cue::rule, Cue::not_, Cue::without, Cue::more});
      draft.features["lexical/pairing"] += 0.5 * (first->strength + second->strength);
      draft.explain(first->tokens);
      draft.explain(second->tokens);
      const auto chosen = bench.choose(draft, {subject});
      const Seat seat = bench.writer.seat(subject, {});
      draft.text = bench.from(seat, chosen[0]) + " |> CHECK RULE " + bench.writer.name(l, {seat}) + op + bench.writer.name(r, {seat}) + " |> WHERE finding = 'violation'";
      out.push_back(std::move(draft));
    }
  }
}

}  // namespace

void draft_single_checks(const Bench& bench, std::vector<Draft>& out) {
  for (const std::size_t subject : bench.subjects) {
    if (bench.reading.has(Cue::duplicate)) duplicates(bench, subject, out);
    if (bench.reading.has(Cue::gap)) gaps(bench, subject, out);
    rules(bench, subject, out);
  }
}

}  // namespace recoupe::planner
