// Frames that check one table alone: duplicates, gaps in a numbering, a rule between its fields.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double field_strength_min = 0.6;
constexpr double partition_strength_min = 0.75;
constexpr std::size_t key_fields_max = 4;
constexpr double linked_key_min = 0.3;  // of a field that only the linker takes for the numbering

Frame begin(const Bench& bench, Wish wish, std::size_t subject, std::initializer_list<Cue> cues,
            std::string_view verb) {
  Frame frame;
  frame.tables = {subject};
  frame.draft = bench.begin(wish, frame.tables, cues);
  frame.sketch.subject = subject;
  frame.sketch.alone = Alone{verb, {}, {}, {}};
  return frame;
}

/// A field as rows are told apart by it: text that other tables write in another case without its case, an instant by
/// its day.
Amount key_amount(const Bench& bench, std::size_t f) {
  const auto& field = bench.vocabulary.fields[f];
  Amount amount{{f}, "", 0, false, ""};
  const bool folds = field.folds || bench.says({"case", "casse", "majuscules", "capitals", "uppercase", "minuscules"});
  if (field.kind == FieldKind::text && folds) amount.call = "LOWER";
  if (field.kind == FieldKind::instant && bench.says({"day", "jour", "days", "jours", "date"})) amount.call = "DATE";
  return amount;
}

/// The fields that are spoken of, each word for one field, most said first.
std::vector<const Mention*> fields_said(const Bench& bench, std::size_t subject) {
  std::vector<const Mention*> found;
  for (const std::size_t f : bench.vocabulary.tables[subject].fields) {
    const auto& field = bench.vocabulary.fields[f];
    if (field.element || field.kind == FieldKind::array || field.kind == FieldKind::document) continue;
    const Mention* said = bench.field_said(f);
    if (said != nullptr && said->strength >= field_strength_min) found.push_back(said);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Mention* l, const Mention* r) { return l->strength > r->strength; });
  return found;
}

void duplicates(const Bench& bench, std::size_t subject, std::vector<Frame>& out) {
  const auto said = fields_said(bench, subject);
  const auto add = [&](std::vector<const Mention*> by) {
    std::stable_sort(by.begin(), by.end(), [](const Mention* l, const Mention* r) { return l->anchor < r->anchor; });
    Frame frame = begin(bench, Wish::duplicates, subject, {Cue::duplicate}, "UNIQUE");
    for (const auto* mention : by) {
      frame.draft.explain(mention->tokens);
      frame.draft.features["lexical/key"] += mention->strength;
      frame.draft.features["lexical/keys"] += 1;
      const auto& field = bench.vocabulary.fields[mention->item];
      if (field.reference) frame.draft.features["lexical/key_reference"] += 1;
      if (field.key) frame.draft.features["lexical/key_of_table"] += 1;
      frame.sketch.alone->by.push_back(key_amount(bench, mention->item));
    }
    out.push_back(std::move(frame));
  };
  std::vector<const Mention*> apart;  // each says other words
  const auto is_key = [&](const Mention* m) { return bench.vocabulary.fields[m->item].key; };  // no rows share one
  for (const auto* mention : said) {
    add({mention});
    if (is_key(mention)) continue;
    const bool other_words =
        std::none_of(apart.begin(), apart.end(), [&](const Mention* m) { return m->anchor == mention->anchor; });
    if (other_words && apart.size() < key_fields_max) apart.push_back(mention);
  }
  for (std::size_t i = 0; i < said.size() && i < key_fields_max; ++i)
    for (std::size_t j = i + 1; j < said.size() && j < key_fields_max + 2; ++j)
      if (said[i]->anchor != said[j]->anchor && !is_key(said[i]) && !is_key(said[j])) add({said[i], said[j]});
  for (std::size_t size = 3; size <= apart.size(); ++size)
    add({apart.begin(), apart.begin() + static_cast<std::ptrdiff_t>(size)});
  const int key = bench.vocabulary.tables[subject].key;
  if (said.empty() && key >= 0) {
    Frame frame = begin(bench, Wish::duplicates, subject, {Cue::duplicate}, "UNIQUE");
    frame.draft.features["lexical/key_unsaid"] += 1;
    frame.sketch.alone->by.push_back(key_amount(bench, static_cast<std::size_t>(key)));
    out.push_back(std::move(frame));
  }
}

void gaps(const Bench& bench, std::size_t subject, std::vector<Frame>& out) {
  static const std::vector<Term> number_words = {term_of("numero"), term_of("number"), term_of("no"), term_of("num")};
  for (const std::size_t f : bench.vocabulary.tables[subject].fields) {
    const auto& field = bench.vocabulary.fields[f];
    if (field.element || field.dated() || field.kind == FieldKind::flag || field.kind == FieldKind::array ||
        field.kind == FieldKind::document)
      continue;
    if (field.field->type.kind == core::Kind::objectid || field.field->type.kind == core::Kind::uuid ||
        !field.field->known_values.empty())
      continue;
    bool numbering = false;
    for (const auto& term : field.name)
      for (const auto& word : number_words) numbering = numbering || likeness(word, term.term) >= same_idea;
    if (!field.key && !numbering && bench.mentions.sure(Role::keyed, f) < linked_key_min) continue;
    Frame frame = begin(bench, Wish::gaps, subject, {Cue::gap, Cue::empty, Cue::without}, "SEQUENCE");
    auto& features = frame.draft.features;
    features["conditions/sequence_key"] += field.key ? 1 : 0;
    features["conditions/sequence_numbering"] += numbering ? 1 : 0;
    features["conditions/sequence_reference"] += field.reference ? 1 : 0;
    features["conditions/sequence_number"] += field.kind == FieldKind::number ? 1 : 0;
    if (const Mention* said = bench.field_said(f)) {
      frame.draft.explain(said->tokens);
      features["lexical/key"] += said->strength;
    }
    frame.sketch.alone->by = {Amount{{f}, "", 0, false, ""}};
    out.push_back(frame);
    // "for each warehouse", "autorité par autorité": numbered apart.
    for (const std::size_t g : bench.vocabulary.tables[subject].fields) {
      const auto& item = bench.vocabulary.fields[g];
      const Mention* group = bench.field_said(g);
      if (g == f || item.dated() || item.element || item.kind == FieldKind::document || group == nullptr ||
          group->strength < partition_strength_min)
        continue;
      if (!bench.reading.has(Cue::per)) continue;
      Frame apart = frame;
      apart.draft.explain(group->tokens);
      apart.draft.use(bench.reading, Cue::per);
      apart.draft.features["lexical/partition"] += group->strength;
      apart.sketch.alone->partition = {g};
      out.push_back(std::move(apart));
    }
  }
}

struct Order {
  bool before = false;  // the first is before or below the second
  bool after = false;
};

/// What the words between two fields say of their order.
Order order_between(const Bench& bench, std::size_t first, std::size_t last) {
  const auto says = [&](std::initializer_list<std::string_view> words) {
    for (std::size_t i = first; i < last; ++i)
      for (const auto word : words)
        if (bench.reading.tokens[i].term.folded.starts_with(word)) return true;
    return false;
  };
  return {says({"before", "avant", "anterieur", "earlier", "precede", "prior", "inferieur", "below", "under", "lower",
                "less", "sous", "ahead"}),
          says({"after", "apres", "posterieur", "later", "suiv", "follow", "depass", "exceed", "superieur", "greater",
                "above", "over", "higher", "more", "beyond"})};
}

/// Tells whether the text demands ("must", "doit") and whether it denies ("never", "pas").
std::pair<bool, bool> demand(const Bench& bench) {
  const bool demanded = bench.says({"must", "doit", "doivent", "always", "toujours", "should", "devrait", "devraient",
                                    "has", "rule", "regle", "every"});
  const bool denied = bench.says({"never", "not", "pas", "no", "cannot", "aucun", "aucune", "jamais"});
  return {demanded, denied};
}

void add_rule(const Bench& bench, std::size_t subject, const std::vector<SaidAmount>& sides, std::string_view op,
              std::string label, std::vector<Frame>& out) {
  Frame frame = begin(bench, Wish::rule, subject,
                      {Cue::rule, Cue::not_, Cue::without, Cue::more, Cue::less, Cue::differ, Cue::sum}, "RULE");
  frame.draft.label = std::move(label);
  for (const auto& side : sides) {
    frame.draft.features["lexical/pairing"] += side.worth / static_cast<double>(sides.size());
    frame.draft.explain(side.tokens);
    frame.sketch.alone->by.push_back(side.amount);
  }
  frame.sketch.alone->op = op;
  out.push_back(std::move(frame));
}

/// Dates and amounts that must follow one another: "delivery before the order" means that delivery ≥ order is the rule.
void ordered(const Bench& bench, std::size_t subject, std::vector<Frame>& out) {
  const auto& fields = bench.vocabulary.fields;
  const auto [demanded, denied] = demand(bench);
  for (const std::size_t l : bench.vocabulary.tables[subject].fields) {
    for (std::size_t r = 0; r < fields.size(); ++r) {
      const bool own = fields[r].table == subject;
      const bool dates = fields[l].dated() && fields[r].dated();
      const bool numbers = own && fields[l].kind == FieldKind::number && fields[r].kind == FieldKind::number &&
                           !fields[l].key && !fields[r].key;
      if (l == r || (!dates && !numbers) || fields[l].element || fields[r].element ||
          (!own && bench.way(subject, fields[r].table) == nullptr))
        continue;
      for (const auto& first : bench.mentions.fields) {
        if (first.item != l || first.opposite || first.strength < field_strength_min) continue;
        for (const auto& second : bench.mentions.fields) {
          if (second.item != r || second.opposite || second.strength < field_strength_min ||
              second.anchor <= first.anchor)
            continue;
          const Order order = order_between(bench, first.anchor, second.anchor);
          if (order.before == order.after) continue;
          // Said as the offence ("closed before opened") or forbidden: the rule is the contrary. Said as a duty: the
          // rule itself.
          SaidAmount left{{{l}, "", 0, false, ""}, first.strength, first.tokens};
          SaidAmount right{{{r}, "", 0, false, ""}, second.strength, second.tokens};
          if (fields[l].kind != fields[r].kind)
            (fields[l].kind == FieldKind::instant ? left : right).amount.call = "DATE";
          const bool duty = demanded && !denied;
          const std::string prefix = own ? "rule" : "rule_joined";
          if (duty) {
            add_rule(bench, subject, {left, right}, order.before ? "<=" : ">", prefix + "_duty_strict", out);
            add_rule(bench, subject, {left, right}, order.before ? "<=" : ">=", prefix + "_duty", out);
          } else {
            add_rule(bench, subject, {left, right}, order.before ? ">=" : "<=", prefix, out);
          }
        }
      }
    }
  }
}

/// "net plus tax has to equal gross".
void sums(const Bench& bench, std::size_t subject, std::vector<Frame>& out) {
  for (const auto& pair : said_pairs(bench, subject)) {
    for (const auto& said : bench.mentions.fields) {
      const auto& field = bench.vocabulary.fields[said.item];
      if (field.table != subject || field.kind != FieldKind::number || field.key || field.element) continue;
      if (std::any_of(pair.tokens.begin(), pair.tokens.end(), [&](const auto& t) { return t.first == said.anchor; }))
        continue;
      const SaidAmount whole{{{said.item}, "", 0, false, ""}, said.strength, said.tokens};
      add_rule(bench, subject, {pair, whole}, "=", "rule_sum", out);
    }
  }
}

/// "every rejected debit must carry a reason".
void filled(const Bench& bench, std::size_t subject, std::vector<Frame>& out) {
  if (!demand(bench).first) return;
  for (const auto* said : fields_said(bench, subject)) {
    const auto& field = bench.vocabulary.fields[said->item];
    if (!field.field->nullable && !field.field->may_be_missing) continue;
    const SaidAmount one{{{said->item}, "", 0, false, ""}, said->strength, said->tokens};
    add_rule(bench, subject, {one}, "", "rule_filled", out);
  }
}

}  // namespace

void frame_alone(const Bench& bench, std::vector<Frame>& out) {
  for (const std::size_t subject : bench.subjects) {
    if (bench.asked({Cue::duplicate}, Mark::unique)) duplicates(bench, subject, out);
    if (bench.asked({Cue::gap}, Mark::sequence)) gaps(bench, subject, out);
    ordered(bench, subject, out);
    if (bench.asked({Cue::rule, Cue::differ}, Mark::rule) || bench.says({"=", "total", "totals"}))
      sums(bench, subject, out);
    filled(bench, subject, out);
  }
}

}  // namespace recoupe::planner
