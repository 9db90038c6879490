#include "planner/mentions.hpp"

#include <algorithm>
#include <array>

#include "planner/word_forms.hpp"
#include "planner/word_likeness.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t reach_tokens = 3;  // words of one name stand near one another
constexpr double comment_share = 0.85;  // a comment's word is worth less than a name's
constexpr double best_share = 0.6;  // of a mention's strength: its best word; the rest: how much of the name is said
constexpr double mention_min = 0.42;
constexpr double value_min = 0.62;

/// Finds what of a name is said around one word.
Mention around(std::size_t anchor, const std::vector<WeightedTerm>& name, WordLikeness& like, std::size_t count) {
  Mention mention;
  mention.anchor = anchor;
  double said = 0;
  double whole = 0;
  double best = 0;
  const std::size_t from = anchor > reach_tokens ? anchor - reach_tokens : 0;
  const std::size_t to = std::min(count, anchor + reach_tokens + 1);
  for (const auto& term : name) {
    const auto& row = like.of(term.term);
    std::size_t at = anchor;
    for (std::size_t i = from; i < to; ++i)
      if (row[i] > row[at]) at = i;
    whole += term.weight;
    if (row[at] <= 0) continue;
    said += term.weight * row[at];
    best = std::max(best, term.weight * row[at]);
    const auto known =
        std::find_if(mention.tokens.begin(), mention.tokens.end(), [at](const auto& t) { return t.first == at; });
    const double worth = row[at] * std::min(1.0, 0.4 + term.weight * 0.6);
    if (known == mention.tokens.end())
      mention.tokens.emplace_back(at, worth);
    else
      known->second = std::max(known->second, worth);
  }
  mention.strength = whole > 0 ? best_share * std::min(best, 1.0) + (1 - best_share) * said / whole : 0;
  return mention;
}

void find_all(std::vector<Mention>& out, std::size_t item, const std::vector<WeightedTerm>& name, double share,
              const Reading& reading, WordLikeness& like) {
  for (std::size_t anchor = 0; anchor < reading.tokens.size(); ++anchor) {
    const bool speaks = std::any_of(name.begin(), name.end(), [&](const WeightedTerm& t) {
      return like.of(t.term)[anchor] > 0 && t.weight > 0.25;
    });
    if (!speaks) continue;
    Mention mention = around(anchor, name, like, reading.tokens.size());
    mention.item = item;
    mention.strength *= share;
    for (auto& [token, worth] : mention.tokens) worth *= share;
    if (mention.strength < mention_min) continue;
    const auto same = std::find_if(out.begin(), out.end(), [&](const Mention& m) {
      return m.item == item && m.tokens.size() == mention.tokens.size() && m.anchor + reach_tokens >= anchor &&
             std::all_of(m.tokens.begin(), m.tokens.end(), [&](const auto& t) {
               return std::any_of(mention.tokens.begin(), mention.tokens.end(),
                                  [&](const auto& u) { return u.first == t.first; });
             });
    });
    if (same == out.end())
      out.push_back(std::move(mention));
    else if (same->strength < mention.strength)
      *same = std::move(mention);
  }
}

/// Capitals that shorten a word: "ACT", "SUSP".
bool is_short_form(const std::string& value) {
  constexpr std::size_t letters_min = 3;
  return value.size() >= letters_min &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_code(const std::string& value) {
  return value.size() <= 2 || value.find_first_of("0123456789") != std::string::npos ||
         (value.size() <= 4 && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
}

bool is_determiner(const std::string& word) {
  static constexpr std::array words = {"other",  "autre", "autres", "tous", "toutes", "none",  "aucun",
                                       "aucune", "both",  "same",   "meme", "avant",  "apres", "after",
                                       "before", "with",  "sans",   "from", "deux",   "open"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Finds a value written out as it is: "EOT", "R&D", "siège".
bool find_written(Mention& mention, const std::string& value, const Reading& reading) {
  const auto wanted = split_identifier(value);
  const std::string folded = fold(value);
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    const auto& token = reading.tokens[i];
    if (token.period >= 0) continue;
    const bool as_written = token.text == value;
    const bool alike = token.term.folded == folded && !token.small && value.size() > 2;
    const bool capital = value[0] >= 'A' && value[0] <= 'Z' && i > 0;  // "grade A", "criticité D"
    const bool noun = token.small && value.size() >= 4 && !is_determiner(token.term.folded);  // "data sessions"
    if (as_written ? (!token.small || capital || noun) : alike) {
      mention.anchor = i;
      mention.tokens = {{i, 1.0}};
      mention.strength = 1;
      return true;
    }
    if (wanted.size() < 2 || i + wanted.size() > reading.tokens.size()) continue;
    bool all = true;
    for (std::size_t w = 0; w < wanted.size() && all; ++w) all = reading.tokens[i + w].term.folded == wanted[w];
    if (!all) continue;
    mention.anchor = i;
    mention.tokens.clear();
    for (std::size_t w = 0; w < wanted.size(); ++w) mention.tokens.emplace_back(i + w, 1.0);
    mention.strength = 1;
    return true;
  }
  return false;
}

bool shares(const std::vector<int>& left, const std::vector<int>& right) {
  return std::find_first_of(left.begin(), left.end(), right.begin(), right.end()) != left.end();
}

/// "département" names the field whose value is "Direction": what means the field's own name does not mean one of its
/// values.
bool names_the_field(const Term& said, const Term& value, const FieldItem& field, const TableItem& table) {
  if (likeness(said, value) != same_idea) return false;
  const auto means_both = [&](const WeightedTerm& named) {
    return shares(named.term.ideas, value.ideas) && shares(named.term.ideas, said.ideas);
  };
  return std::any_of(field.name.begin(), field.name.end(), means_both) ||
         std::any_of(field.comment.begin(), field.comment.end(), means_both) ||
         std::any_of(table.name.begin(), table.name.end(), means_both);
}

void find_values(std::vector<Mention>& out, std::size_t index, const FieldItem& field, const TableItem& table,
                 const Reading& reading, WordLikeness& like) {
  for (std::size_t v = 0; v < field.values.size(); ++v) {
    const std::string& value = field.field->known_values[v];
    Mention written;
    if (find_written(written, value, reading)) {
      written.item = index;
      written.value = static_cast<int>(v);
      out.push_back(std::move(written));
      continue;
    }
    const auto add = [&](const std::vector<WeightedTerm>& terms, bool coded) {
      for (std::size_t anchor = 0; anchor < reading.tokens.size(); ++anchor) {
        bool speaks = false;
        for (const auto& term : terms) {
          const double row = like.of(term.term)[anchor];
          if (row <= 0 || (coded && row < same_idea) || term.weight < 1 ||
              (reading.tokens[anchor].small && !is_currency(reading.tokens[anchor].term.folded)))
            continue;
          speaks = speaks || !names_the_field(reading.tokens[anchor].term, term.term, field, table);
        }
        if (!speaks) continue;
        Mention mention = around(anchor, terms, like, reading.tokens.size());
        if (mention.strength < value_min) continue;
        mention.item = index;
        mention.value = static_cast<int>(v);
        out.push_back(std::move(mention));
      }
    };
    add(field.values[v], is_code(value) && !is_short_form(value));
    add(field.glosses[v], false);
  }
}

/// "unpaid" speaks of the field `paid`, by its contrary.
void find_opposites(std::vector<Mention>& out, std::size_t index, const FieldItem& field, const Reading& reading) {
  if (field.kind != FieldKind::flag && !field.dated()) return;
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    if (reading.tokens[i].small || reading.tokens[i].period >= 0) continue;
    for (const auto& term : field.name) {
      const double sure = term.weight < 0.5 ? 0 : opposes(reading.tokens[i].term, term.term);
      if (sure <= 0) continue;
      Mention mention;
      mention.item = index;
      mention.anchor = i;
      mention.strength = sure;
      mention.opposite = true;
      mention.tokens = {{i, sure}};
      out.push_back(std::move(mention));
      break;
    }
  }
}

}  // namespace

Mentions find_mentions(const Reading& reading, const Vocabulary& vocabulary) {
  Mentions mentions;
  WordLikeness like(reading);
  for (std::size_t t = 0; t < vocabulary.tables.size(); ++t) {
    find_all(mentions.tables, t, vocabulary.tables[t].name, 1, reading, like);
    find_all(mentions.tables, t, vocabulary.tables[t].comment, comment_share, reading, like);
  }
  for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
    const auto& field = vocabulary.fields[f];
    find_all(mentions.fields, f, field.name, 1, reading, like);
    find_all(mentions.fields, f, field.comment, comment_share, reading, like);
    find_opposites(mentions.fields, f, field, reading);
    find_values(mentions.values, f, field, vocabulary.tables[field.table], reading, like);
  }
  return mentions;
}

}  // namespace recoupe::planner
