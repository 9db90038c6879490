// Frames that compare two sources: a value row by row, or totals group by group.
#include <algorithm>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t pairs_max = 4;
constexpr double pair_worth_min = 0.45;
constexpr double linked_bonus = 0.5;  // both fields are known to hold the same thing
constexpr double distance_cost = 0.05;  // a word between the two of a sum
constexpr double exact_bonus = 0.15;  // both are amounts

struct Pairing {
  Amount left;
  Amount right;
  double worth;
  std::vector<std::pair<std::size_t, double>> tokens;
};

bool numeric(const FieldItem& field) { return field.kind == FieldKind::number && !field.key && !field.reference; }

double named_alike(const FieldItem& left, const FieldItem& right) {
  double most = 0;
  for (const auto& a : left.name) {
    if (a.weight < 0.5) continue;
    for (const auto& b : right.name)
      if (b.weight >= 0.5) most = std::max(most, likeness(a.term, b.term) * std::min(a.weight, b.weight));
  }
  return most;
}

bool ignores_case(const Bench& bench) {
  return bench.says({"case", "casse", "majuscules", "capitals", "capitales", "uppercase", "minuscules"});
}

double spoken(const Bench& bench, std::size_t field) {
  const Mention* said = bench.field_said(field);
  return said == nullptr ? 0 : said->strength;
}

void add_tokens(const Bench& bench, Pairing& pairing, std::size_t field) {
  if (const Mention* said = bench.field_said(field))
    pairing.tokens.insert(pairing.tokens.end(), said->tokens.begin(), said->tokens.end());
}

/// Works out how two fields of different kinds or cases meet: DATE(), LOWER(), CAST.
bool fit(const Bench& bench, const FieldItem& l, const FieldItem& r, const Link* known, Pairing& pairing) {
  if (l.dated() && r.dated() && l.kind != r.kind)
    (l.kind == FieldKind::instant ? pairing.left : pairing.right).call = "DATE";
  else if (known != nullptr) {
    pairing.left.cast = known->cast_left;
    pairing.right.cast = known->cast_right;
    if (known->lower || (l.kind == FieldKind::text && ignores_case(bench)))
      pairing.left.call = pairing.right.call = "LOWER";
  } else if (l.kind != r.kind) {
    return false;
  } else if (l.kind == FieldKind::text && ignores_case(bench)) {
    pairing.left.call = pairing.right.call = "LOWER";
  }
  return true;
}

/// Finds what of the two tables could be the same value, best first.
std::vector<Pairing> pairings(const Bench& bench, std::size_t subject, std::size_t other, const Link& link,
                              bool numbers_only) {
  std::vector<Pairing> found;
  const auto& fields = bench.vocabulary.fields;
  const auto links = bench.vocabulary.between(subject, other);
  const auto comparable = [&](std::size_t f, std::size_t key) {
    return f != key && fields[f].kind != FieldKind::array && fields[f].kind != FieldKind::document &&
           fields[f].kind != FieldKind::flag && (!numbers_only || numeric(fields[f]));
  };
  for (const std::size_t l : bench.vocabulary.tables[subject].fields) {
    if (!comparable(l, link.left) || (fields[l].element && !numbers_only)) continue;
    for (const std::size_t r : bench.vocabulary.tables[other].fields) {
      if (!comparable(r, link.right) || (fields[r].element && !numbers_only)) continue;
      const auto known =
          std::find_if(links.begin(), links.end(), [&](const Link& k) { return k.left == l && k.right == r; });
      if (known == links.end() && (fields[l].key || fields[r].key)) continue;
      Pairing pairing{{{l}, "", 0, false, ""}, {{r}, "", 0, false, ""}, 0, {}};
      if (!fit(bench, fields[l], fields[r], known == links.end() ? nullptr : &*known, pairing)) continue;
      const bool exact =
          fields[l].field->type.kind == core::Kind::numeric && fields[r].field->type.kind == core::Kind::numeric;
      pairing.worth = 0.5 * (spoken(bench, l) + spoken(bench, r)) + 0.6 * named_alike(fields[l], fields[r]) +
                      (exact ? exact_bonus : 0) + (known != links.end() ? linked_bonus : 0);
      if (pairing.worth <= pair_worth_min) continue;
      add_tokens(bench, pairing, l);
      add_tokens(bench, pairing, r);
      found.push_back(std::move(pairing));
    }
  }
  // "paid plus commission" of one side against a field of the other.
  for (const bool turned : {false, true}) {
    for (const auto& pair : said_pairs(bench, turned ? other : subject)) {
      for (const std::size_t f : bench.vocabulary.tables[turned ? subject : other].fields) {
        if (!numeric(fields[f]) || fields[f].element || spoken(bench, f) == 0) continue;
        Pairing pairing{pair.amount, {{f}, "", 0, false, ""}, 0.5 * (pair.worth + spoken(bench, f)) + 0.6, pair.tokens};
        add_tokens(bench, pairing, f);
        if (turned) std::swap(pairing.left, pairing.right);
        found.push_back(std::move(pairing));
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Pairing& a, const Pairing& b) { return a.worth > b.worth; });
  if (found.size() > pairs_max) found.resize(pairs_max);
  return found;
}

/// "to within 1 euro": a number that nothing else took, after words of nearness.
std::string tolerance(const Bench& bench, Draft& draft) {
  static const std::vector<std::string> near = {"pres",        "tolerance",  "within", "margin",  "marge",
                                                "give",        "tolerances", "ecart",  "ecarte",  "difference",
                                                "differences", "ecarts",     "off",    "differe", "differ"};
  for (std::size_t n = 0; n < bench.reading.numbers.size(); ++n) {
    const std::size_t at = bench.reading.token_at(bench.reading.numbers[n].begin);
    if (at >= draft.explained.size() || draft.explained[at] > 0) continue;
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

class Comparer {
 public:
  Comparer(const Bench& bench, std::size_t subject, std::size_t other, const Link& link, std::vector<Frame>& out)
      : bench_(bench), subject_(subject), other_(other), link_(link), out_(out) {}

  void match() {
    const auto found = pairings(bench_, subject_, other_, link_, false);
    for (const auto& pairing : found) add_match({pairing});
    // "on asset and value": two values at once.
    for (std::size_t i = 0; i < found.size(); ++i)
      for (std::size_t j = i + 1; j < found.size(); ++j)
        if (found[i].left.fields != found[j].left.fields && found[i].right.fields != found[j].right.fields &&
            other_words(found[i], found[j]) && other_words(found[j], found[i]) && and_between(found[i], found[j]))
          add_match({found[i], found[j]});
  }

  void totals() {
    for (const auto& by : groups()) {
      for (const auto& pairing : pairings(bench_, subject_, other_, link_, true)) {
        Frame frame =
            begin("totals", {Cue::differ, Cue::reconcile, Cue::each_total, Cue::sum, Cue::per, Cue::without, Cue::not_},
                  Wish::totals);
        Pairing sums = pairing;
        sums.left.call = sums.right.call = "SUM";
        finish_totals(std::move(frame), sums, by);
      }
      if (!bench_.reading.has(Cue::count)) continue;
      Pairing counts{{}, {}, 0, {}};
      Frame frame = begin("totals_count",
                          {Cue::differ, Cue::reconcile, Cue::each_total, Cue::count, Cue::per, Cue::without, Cue::not_},
                          Wish::totals);
      finish_totals(std::move(frame), counts, by);
    }
  }

 private:
  /// Tells whether a second pairing is asked for by words of its own.
  static bool other_words(const Pairing& first, const Pairing& second) {
    return !first.tokens.empty() && std::any_of(second.tokens.begin(), second.tokens.end(), [&](const auto& t) {
      return std::none_of(first.tokens.begin(), first.tokens.end(), [&](const auto& u) { return u.first == t.first; });
    });
  }

  /// "on asset and value".
  [[nodiscard]] bool and_between(const Pairing& one, const Pairing& two) const {
    std::size_t from = bench_.reading.tokens.size();
    std::size_t to = 0;
    for (const auto* pairing : {&one, &two})
      for (const auto& [token, worth] : pairing->tokens) {
        from = std::min(from, token);
        to = std::max(to, token);
      }
    for (std::size_t i = from; i < to; ++i)
      if (const auto& word = bench_.reading.tokens[i].term.folded; word == "and" || word == "et") return true;
    return false;
  }

  Frame begin(std::string label, std::initializer_list<Cue> cues, Wish wish) const {
    Frame frame;
    frame.tables = {subject_, other_};
    frame.draft = bench_.begin(wish, frame.tables, cues);
    frame.draft.label = std::move(label);
    frame.draft.features["relations/confidence"] += link_.confidence;
    frame.draft.features[std::string("relations/") +
                         (link_.derived  ? "derived_"
                          : link_.turned ? "turned_"
                                         : "forward_") +
                         std::string(name_of(wish))] += 1;
    frame.sketch.subject = subject_;
    Check check;
    check.verb = wish == Wish::totals ? "TOTALS" : "MATCH";
    check.side.table = other_;
    check.link = link_;
    frame.sketch.checks = {check};
    return frame;
  }

  void add_match(const std::vector<Pairing>& pairs) {
    for (const bool whole : {false, true}) {
      Frame frame = begin(whole ? "match_all" : "match",
                          {Cue::differ, Cue::reconcile, Cue::without, Cue::not_, Cue::also}, Wish::mismatch);
      auto& check = frame.sketch.checks[0];
      bool text = false;
      for (const auto& pairing : pairs) {
        frame.draft.features["lexical/pairing"] += pairing.worth;
        frame.draft.explain(pairing.tokens);
        check.compared.emplace_back(pairing.left, pairing.right);
        text = text || bench_.vocabulary.fields[pairing.left.fields[0]].kind != FieldKind::number;
      }
      frame.draft.features["lexical/pairings"] += static_cast<double>(pairs.size());
      if (!text) check.tolerance = tolerance(bench_, frame.draft);
      check.keep = whole ? "finding != 'ok'" : "finding = 'mismatch'";
      out_.push_back(std::move(frame));
    }
  }

  using By = std::vector<std::pair<Amount, Amount>>;

  /// The key of the link, or the month where "month by month" is said.
  [[nodiscard]] std::vector<By> groups() const {
    std::vector<By> found = {{}};
    if (!bench_.says({"month", "mois", "monthly", "mensuel"})) return found;
    for (const std::size_t l : bench_.vocabulary.tables[subject_].fields)
      for (const std::size_t r : bench_.vocabulary.tables[other_].fields) {
        const auto& left = bench_.vocabulary.fields[l];
        const auto& right = bench_.vocabulary.fields[r];
        if (!left.dated() || !right.dated() || left.element || right.element || found.size() > pairs_max) continue;
        found.push_back({{Amount{{l}, "month", 0, false, "month"}, Amount{{r}, "month", 0, false, ""}}});
      }
    return found;
  }

  void finish_totals(Frame frame, const Pairing& pairing, const By& by) {
    auto& check = frame.sketch.checks[0];
    frame.draft.features["lexical/pairing"] += pairing.worth;
    frame.draft.explain(pairing.tokens);
    if (const Mention* key = bench_.field_said(link_.left)) frame.draft.explain(key->tokens);
    if (!by.empty()) {
      frame.draft.label += "_month";
      for (std::size_t i = 0; i < bench_.reading.tokens.size(); ++i)
        if (const auto& word = bench_.reading.tokens[i].term.folded;
            word == "month" || word == "mois" || word == "monthly" || word == "mensuel")
          frame.draft.explained[i] = 1;
    }
    check.tolerance = tolerance(bench_, frame.draft);
    check.by = by;
    check.compared = {{pairing.left, pairing.right}};
    check.keep = "finding != 'ok'";
    out_.push_back(std::move(frame));
  }

  const Bench& bench_;
  std::size_t subject_;
  std::size_t other_;
  const Link& link_;
  std::vector<Frame>& out_;
};

}  // namespace

std::vector<SaidAmount> said_pairs(const Bench& bench, std::size_t table) {
  struct Sign {
    std::string_view word;
    char op;
  };
  static constexpr Sign signs[] = {{"plus", '+'}, {"et", '+'},    {"and", '+'},  {"minus", '-'}, {"moins", '-'},
                                   {"less", '-'}, {"times", '*'}, {"fois", '*'}, {"x", '*'},     {"par", '*'}};
  constexpr std::size_t reach = 4;
  std::vector<SaidAmount> found;
  const auto& fields = bench.vocabulary.fields;
  const auto& tokens = bench.reading.tokens;
  for (const auto& left : bench.mentions.fields) {
    if (fields[left.item].table != table || !numeric(fields[left.item]) || fields[left.item].element) continue;
    for (const auto& right : bench.mentions.fields) {
      if (fields[right.item].table != table || !numeric(fields[right.item]) || fields[right.item].element ||
          left.item == right.item)
        continue;
      if (right.anchor <= left.anchor || right.anchor - left.anchor > reach) continue;
      char op = bench.reading.sign_between(left.anchor, right.anchor);
      if (op == '=' || op == '<' || op == '>') continue;
      for (std::size_t i = left.anchor + 1; i < right.anchor && op == 0; ++i)
        for (const auto& sign : signs)
          if (tokens[i].term.folded == sign.word) op = sign.op;
      if (op == 0) continue;
      SaidAmount said;
      said.amount = {{left.item, right.item}, "", op, false, ""};
      said.worth =
          0.5 * (left.strength + right.strength) - distance_cost * static_cast<double>(right.anchor - left.anchor);
      said.tokens = left.tokens;
      said.tokens.insert(said.tokens.end(), right.tokens.begin(), right.tokens.end());
      found.push_back(std::move(said));
    }
  }
  return found;
}

void frame_comparisons(const Bench& bench, std::vector<Frame>& out) {
  if (!bench.asked({Cue::differ, Cue::reconcile}, Mark::match) && !bench.mentions.expects(Mark::totals)) return;
  for (const std::size_t subject : bench.subjects) {
    for (const std::size_t other : bench.subjects) {
      if (other == subject) continue;
      for (const auto& link : bench.links(subject, other)) {
        if (bench.vocabulary.fields[link.left].element || bench.vocabulary.fields[link.right].element) continue;
        Comparer comparer(bench, subject, other, link, out);
        comparer.match();
        comparer.totals();
      }
    }
  }
}

}  // namespace recoupe::planner
