#include "planner/likeness.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "planner/lexicon.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t long_word_bytes = 5;
constexpr std::size_t abbreviation_bytes_max = 5;
constexpr double trigrams_min = 0.6;

bool share_idea(const std::vector<int>& left, const std::vector<int>& right) {
  return std::find_first_of(left.begin(), left.end(), right.begin(), right.end()) != left.end();
}

/// "cust" of "customer", "mnt" of "montant": same first letter, the letters in order.
bool abbreviates(std::string_view brief, std::string_view word) {
  if (brief.size() < 3 || brief.size() > abbreviation_bytes_max || word.size() < brief.size() + 2) return false;
  if (word.starts_with(brief)) return true;
  if (brief[0] != word[0]) return false;
  const bool vowels = brief.find_first_of("aeiou", 1) != std::string_view::npos;
  if (vowels) return false;
  std::size_t at = 0;
  for (const char c : word) {
    if (at < brief.size() && c == brief[at]) ++at;
  }
  return at == brief.size() && word.size() <= brief.size() * 3;
}

/// Endings that make one word of another: "urgente" of "urgence", "prélevé" of "prélèvement".
bool is_ending(std::string_view text) {
  static const std::set<std::string_view> endings = {
      "",      "e",      "s",     "es",   "ee",    "ees",   "er",     "ers",   "ed",     "ing",   "ings",  "ent",
      "ente",  "ents",   "entes", "ence", "ences", "ency",  "ant",    "ante",  "ants",   "antes", "ance",  "ances",
      "ation", "ations", "ition", "tion", "tions", "ion",   "ions",   "ement", "ements", "ment",  "ments", "eur",
      "eurs",  "euse",   "euses", "rice", "rices", "ateur", "ateurs", "al",    "ale",    "aux",   "ales",  "el",
      "elle",  "els",    "elles", "if",   "ive",   "ifs",   "ives",   "age",   "ages",   "able",  "ables", "ible",
      "ite",   "ites",   "ity",   "y",    "ie",    "ies",   "ique",   "iques", "ic",     "ical",  "ly",    "ement",
      "aire",  "aires",  "ary",   "ier",  "iere",  "iers",  "eux",    "ous",   "or",     "ors",   "ure",   "ures",
      "ue",    "ues",    "u",     "us",   "i",     "is",    "it",     "its",   "re",     "oir",   "oire",  "ir",
      "ise",   "ised",   "ize",   "ized", "isee",  "isees", "ant",    "ation", "ness",   "ful",   "less",  "ence",
      "t",     "te",     "tes",   "ts"};
  return endings.contains(text);
}

constexpr double opposite_form = 0.9;
constexpr double opposite_idea = 0.76;
constexpr std::size_t root_bytes_min = 5;
constexpr double derived_word = 0.74;

/// Tells whether both words are one root with endings of the language.
bool derives(std::string_view left, std::string_view right) {
  std::size_t root = 0;
  while (root < std::min(left.size(), right.size()) && left[root] == right[root]) ++root;
  for (; root >= root_bytes_min; --root)
    if (is_ending(left.substr(root)) && is_ending(right.substr(root))) return true;
  // "urgent", "urgence": the endings that go together are enough for a short root.
  const auto cut = [](std::string_view word) {
    for (const std::string_view ending :
         {"entes", "ents", "ente", "ent", "ences", "ence", "ency", "antes", "ants", "ante", "ant", "ances", "ance"})
      if (word.ends_with(ending) && word.size() >= ending.size() + 3)
        return word.substr(0, word.size() - ending.size());
    return std::string_view{};
  };
  const auto a = cut(left);
  return !a.empty() && a == cut(right) && left != right;
}

/// Words of contrary meaning; what shares an idea with one is the contrary of what shares one with the other.
const std::vector<std::pair<Term, Term>>& opposites() {
  static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
      {"open", "closed"},        {"ouvert", "clos"},     {"active", "left"},      {"actif", "sorti"},
      {"pending", "done"},       {"pending", "paid"},    {"inactif", "actif"},    {"disabled", "active"},
      {"unpaid", "paye"},        {"impaye", "paid"},     {"outstanding", "paid"}, {"domestic", "foreign"},
      {"ouvert", "resolu"},      {"vivant", "decede"},   {"alive", "dead"},       {"employed", "left"},
      {"active", "retired"},     {"unused", "used"},     {"employed", "retired"}, {"public", "privileged"},
      {"available", "occupied"}, {"pending", "handled"}, {"ongoing", "ended"},    {"pending", "closed"}};
  static const std::vector<std::pair<Term, Term>> known = [] {
    std::vector<std::pair<Term, Term>> terms;
    for (const auto& [left, right] : pairs) terms.emplace_back(term_of(left), term_of(right));
    return terms;
  }();
  return known;
}

bool means(const Term& said, const Term& word) { return said.stem == word.stem || share_idea(said.ideas, word.ideas); }

}  // namespace

Term term_of(std::string_view folded) {
  Term term{std::string(folded), stem_of(folded), {}};
  term.ideas = ideas_of(term.folded, term.stem);
  return term;
}

void add_phrases(const std::vector<Term*>& terms) {
  std::vector<std::string> folded;
  for (const auto* term : terms) folded.push_back(term->folded);
  for (const auto& phrase : find_phrases(folded)) {
    for (std::size_t i = phrase.first; i < phrase.first + phrase.count; ++i) {
      auto& ideas = terms[i]->ideas;
      if (const auto at = std::lower_bound(ideas.begin(), ideas.end(), phrase.idea);
          at == ideas.end() || *at != phrase.idea)
        ideas.insert(at, phrase.idea);
    }
  }
}

double likeness(const Term& said, const Term& known) {
  if (said.folded == known.folded) return 1;
  const bool both_long = said.folded.size() >= stem_bytes_min && known.folded.size() >= stem_bytes_min;
  if (both_long && said.stem == known.stem) return same_stem;
  if (said.folded + "s" == known.folded || known.folded + "s" == said.folded) return same_stem;
  if (share_idea(said.ideas, known.ideas)) return same_idea;
  if (both_long && said.folded.size() >= long_word_bytes && known.folded.size() >= long_word_bytes) {
    // A word that means something else is no slip of the pen; one root with other endings may still be.
    const bool means_other = !said.ideas.empty();
    if (one_slip_apart(said.folded, known.folded))
      return !means_other ? slip : derives(said.folded, known.folded) ? derived_word : 0;
    const double shared = trigram_likeness(said.folded, known.folded);
    const double derived = derives(said.folded, known.folded) ? derived_word : 0;
    if (shared >= trigrams_min) return std::max(derived, 0.5 + shared * 0.4);
    if (derived > 0) return derived;
    const auto& brief = said.stem.size() < known.stem.size() ? said.stem : known.stem;
    const auto& whole = said.stem.size() < known.stem.size() ? known.stem : said.stem;
    if (brief.size() >= long_word_bytes && whole.starts_with(brief)) return abbreviated + 0.1;
  }
  if (abbreviates(known.folded, said.folded)) return abbreviated;
  return 0;
}

double opposes(const Term& said, const Term& known) {
  for (const std::string_view prefix : {"in", "im", "un", "non", "de", "des", "dis", "not"}) {
    if (said.folded.size() > prefix.size() + 3 && said.folded.starts_with(prefix)) {
      const std::string rest = said.folded.substr(prefix.size());
      if (stem_of(rest) == known.stem && said.stem != known.stem) return opposite_form;
    }
  }
  if (share_idea(said.ideas, known.ideas)) return 0;
  for (const auto& [left, right] : opposites())
    if ((means(said, left) && means(known, right)) || (means(said, right) && means(known, left))) return opposite_idea;
  return 0;
}

}  // namespace recoupe::planner
