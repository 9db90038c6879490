// Conditions with numbers: comparisons, amounts below zero, years, one field against another, how many elements; and
// with quotes.
#include <algorithm>
#include <array>
#include <cctype>

#include "planner/conditions_parts.hpp"

namespace recoupe::planner {

namespace {

constexpr double guess_strength = 0.5;  // a number whose field is not said
constexpr double amount_bonus = 0.1;
constexpr double distance_cost = 0.02;
constexpr double text_share = 0.85;  // "department 35": a number as the text of a field
constexpr std::size_t equality_reach = 2;
constexpr std::size_t pair_reach = 6;  // words between two fields that are compared

struct Comparison {
  const FoundCue* cue = nullptr;
  std::string op = "=";
};

/// Finds how a number is compared by the cue beside it.
Comparison comparison_at(const Reading& reading, std::size_t at, std::size_t after) {
  struct Kind {
    Cue cue;
    std::string_view op;
  };
  static constexpr std::array kinds = {Kind{Cue::at_least, ">="}, Kind{Cue::at_most, "<="}, Kind{Cue::more, ">"},
                                       Kind{Cue::less, "<"}};
  Comparison comparison;
  for (const auto& kind : kinds) {
    const FoundCue* found = cue_before(reading, at, {kind.cue}, 2);
    if (found == nullptr && (kind.cue == Cue::at_least || kind.cue == Cue::at_most))
      found = cue_after(reading, after - 1, {kind.cue}, 3);
    if (found == nullptr) continue;
    comparison = {found, std::string(kind.op)};
  }
  return comparison;
}

/// "above 600": a number whose field is not said may be of any amount there is.
void guess_number(const Findings& in, std::size_t n, std::size_t at, const Comparison& comparison) {
  static const std::array amounts = {term_of("amount"), term_of("total"), term_of("price")};
  for (std::size_t f = 0; f < in.vocabulary.fields.size(); ++f) {
    const auto& field = in.vocabulary.fields[f];
    if (field.kind != FieldKind::number || field.key || field.reference || field.element) continue;
    Condition condition;
    condition.field = f;
    condition.form = Form::compare;
    condition.op = comparison.op;
    condition.values = {in.reading.numbers[n].decimal};
    const bool amount = std::any_of(field.name.begin(), field.name.end(), [](const WeightedTerm& t) {
      return std::any_of(amounts.begin(), amounts.end(),
                         [&t](const Term& word) { return likeness(word, t.term) >= same_idea; });
    });
    condition.strength =
        guess_strength * (field.field->type.kind == core::Kind::numeric ? 1 : 0.8) + (amount ? amount_bonus : 0);
    condition.anchor = at;
    condition.number = static_cast<int>(n);
    use(condition, *comparison.cue);
    in.found.push_back(std::move(condition));
  }
}

void add_number(const Findings& in, std::size_t n) {
  const auto& reading = in.reading;
  const auto& number = reading.numbers[n];
  const std::size_t at = reading.token_at(number.begin);
  if (at >= reading.tokens.size() || reading.tokens[at].number != static_cast<int>(n)) return;
  std::size_t after = at;
  while (after < reading.tokens.size() && reading.tokens[after].number == static_cast<int>(n)) ++after;
  const Comparison comparison = comparison_at(reading, at, after);
  const auto* cue = comparison.cue;
  for (const auto& mention : in.mentions.fields) {
    const auto& field = in.vocabulary.fields[mention.item];
    const std::size_t far = mention.anchor > at ? mention.anchor - at : at - mention.anchor;
    const bool array =
        field.kind == FieldKind::array && !field.element && cue != nullptr;  // "more than 10 participants"
    const bool text = cue == nullptr && field.kind == FieldKind::text &&
                      (field.field->known_values.empty() ? field.key || field.reference || far == 1 : false);
    if (field.kind != FieldKind::number && !text && !array) continue;
    if (cue != nullptr && (field.key || field.reference)) continue;  // "above 20000" is no number of an invoice
    if (far > number_reach || (cue == nullptr && far > equality_reach)) continue;
    if (cue == nullptr && mention.anchor > at && (text || far > 1 || field.key || field.reference)) continue;
    Condition condition;
    condition.field = mention.item;
    condition.form = array ? Form::array_length : Form::compare;
    condition.op = comparison.op;
    condition.values = {text ? quoted(reading.tokens[at].text) : number.decimal};
    condition.strength = (text && !field.key && !field.reference ? text_share : 1) * mention.strength -
                         distance_cost * static_cast<double>(far);
    if (cue == nullptr && mention.anchor > at) condition.strength *= text_share;
    condition.anchor = at;
    condition.tokens = mention.tokens;
    condition.number = static_cast<int>(n);
    if (cue != nullptr) use(condition, *cue);
    in.found.push_back(std::move(condition));
  }
  if (cue != nullptr) guess_number(in, n, at, comparison);
}

/// "wines of 2023" where the year is a number and no date.
void add_year(const Findings& in, std::size_t p) {
  static const std::array names = {term_of("year"), term_of("millesime"), term_of("exercice")};
  const auto& text = in.reading.texts_of_periods[p];
  constexpr std::size_t digits = 4;
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  if (text.size() < digits || static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit)) != digits)
    return;
  const std::string year = text.substr(text.find_first_of("0123456789"), digits);
  if (!std::all_of(year.begin(), year.end(), is_digit)) return;
  for (std::size_t f = 0; f < in.vocabulary.fields.size(); ++f) {
    const auto& field = in.vocabulary.fields[f];
    const bool counts_years = field.kind == FieldKind::number && !field.element &&
                              std::any_of(field.name.begin(), field.name.end(), [](const WeightedTerm& t) {
                                return std::any_of(names.begin(), names.end(), [&t](const Term& word) {
                                  return likeness(word, t.term) >= same_idea;
                                });
                              });
    if (!counts_years) continue;
    Condition condition;
    condition.field = f;
    condition.form = Form::compare;
    condition.op = "=";
    condition.values = {year};
    condition.strength = same_idea;
    condition.anchor = in.reading.token_at(in.reading.periods[p].begin);
    condition.tokens = {{condition.anchor, 1.0}};
    condition.period = static_cast<int>(p);
    in.found.push_back(std::move(condition));
  }
}

/// "negative balance": below zero.
void add_negatives(const Findings& in) {
  static const std::array words = {term_of("negative"), term_of("negatif"), term_of("debtor"), term_of("debt")};
  for (std::size_t t = 0; t < in.reading.tokens.size(); ++t) {
    const auto& token = in.reading.tokens[t];
    const bool negative = token.content() && std::any_of(words.begin(), words.end(), [&](const Term& word) {
                            return likeness(token.term, word) >= same_idea;
                          });
    if (!negative) continue;
    for (const auto& mention : in.mentions.fields) {
      const auto& field = in.vocabulary.fields[mention.item];
      const std::size_t far = mention.anchor > t ? mention.anchor - t : t - mention.anchor;
      if (field.kind != FieldKind::number || field.key || field.reference || far > 3) continue;
      Condition condition;
      condition.field = mention.item;
      condition.form = Form::compare;
      condition.op = "<";
      condition.values = {"0"};
      condition.strength = mention.strength;
      condition.anchor = t;
      condition.tokens = mention.tokens;
      condition.tokens.emplace_back(t, 1.0);
      in.found.push_back(std::move(condition));
    }
  }
}

/// "stock below the minimum": one field against another of the same table.
void add_pairs(const Findings& in) {
  for (const auto& cue : in.reading.cues) {
    if (cue.cue != Cue::more && cue.cue != Cue::less) continue;
    for (const auto& left : in.mentions.fields) {
      if (last_of(left) >= cue.first || cue.first - left.anchor > pair_reach) continue;
      for (const auto& right : in.mentions.fields) {
        const auto& l = in.vocabulary.fields[left.item];
        const auto& r = in.vocabulary.fields[right.item];
        if (first_of(right) <= cue.last || right.anchor - cue.last > 3 || left.item == right.item ||
            l.table != r.table || l.kind != r.kind)
          continue;
        if ((l.kind != FieldKind::number && !l.dated()) || l.element || r.element || l.key || r.key || l.reference ||
            r.reference)
          continue;
        Condition condition;
        condition.field = left.item;
        condition.other = static_cast<int>(right.item);
        condition.form = Form::compare;
        condition.op = cue.cue == Cue::more ? ">" : "<";
        condition.strength = 0.5 * (left.strength + right.strength);
        condition.anchor = cue.first;
        condition.tokens = left.tokens;
        condition.tokens.insert(condition.tokens.end(), right.tokens.begin(), right.tokens.end());
        use(condition, cue);
        in.found.push_back(std::move(condition));
      }
    }
  }
}

}  // namespace

void add_numbers(const Findings& in) {
  for (std::size_t n = 0; n < in.reading.numbers.size(); ++n) add_number(in, n);
  for (std::size_t p = 0; p < in.reading.periods.size(); ++p) add_year(in, p);
  add_negatives(in);
  add_pairs(in);
}

void add_quotes(const Findings& in) {
  for (std::size_t q = 0; q < in.reading.quotes.size(); ++q) {
    const auto& quote = in.reading.quotes[q];
    const std::size_t at = in.reading.token_at(quote.begin);
    for (const auto& mention : in.mentions.fields) {
      const auto& field = in.vocabulary.fields[mention.item];
      if (field.kind != FieldKind::text || !field.field->known_values.empty()) continue;
      const std::size_t far = mention.anchor > at ? mention.anchor - at : at - mention.anchor;
      if (far > number_reach) continue;
      Condition condition;
      condition.field = mention.item;
      condition.values = {quoted(quote.text)};
      condition.strength = mention.strength - distance_cost * static_cast<double>(far);
      condition.anchor = at;
      condition.tokens = mention.tokens;
      for (std::size_t i = 0; i < in.reading.tokens.size(); ++i)
        if (in.reading.tokens[i].quote == static_cast<int>(q)) condition.tokens.emplace_back(i, 1.0);
      in.found.push_back(std::move(condition));
    }
  }
}

}  // namespace recoupe::planner
