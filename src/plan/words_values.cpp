// Values in words.
#include <algorithm>
#include <array>
#include <utility>

#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/words.hpp"

namespace recoupe::plan {
namespace {

std::string words_of_literal(const Literal& literal, const Telling& telling) {
  if (!literal.interval.empty()) return text_of(literal);
  if (const auto* text = std::get_if<std::string>(&literal.value)) {
    return text->empty() ? telling("the empty text", "le texte vide") : quoted_words(*text, telling);
  }
  if (const auto* truth = std::get_if<bool>(&literal.value)) {
    return *truth ? telling("true", "vrai") : telling("false", "faux");
  }
  if (const auto* day = std::get_if<core::Date>(&literal.value)) return telling("", "le ") + words_of_day(*day,
                                                                                                          telling);
  std::string out = plain_text_of(literal);
  if (std::holds_alternative<core::Decimal>(literal.value) && telling.language == core::Language::fr) {
    std::ranges::replace(out, '.', ',');
  }
  return out;
}

std::string words_of_call(const Expr& value, const Call& call, const Telling& telling) {
  const auto of = [&](std::string_view en, std::string_view fr) {
    const std::string operand = words_of_value(call.args.front(), telling);
    return words_behind(telling(std::string(en), std::string(fr)), operand, telling);
  };
  switch (call.op) {
    case Op::count_all: return telling("the number of rows", "le nombre de lignes");
    case Op::count: return of("the number of rows with ", "le nombre de lignes avec ");
    case Op::count_distinct: return of("the number of distinct ", "le nombre de valeurs distinctes de ");
    case Op::sum: return of("the sum of ", "la somme de ");
    case Op::avg: return of("the average of ", "la moyenne de ");
    case Op::min: return of("the least ", "le plus petit ");
    case Op::max: return of("the greatest ", "le plus grand ");
    case Op::array_length: return of("the number of elements of ", "le nombre d'éléments de ");
    case Op::length: return of("the length of ", "la longueur de ");
    case Op::date: return of("the day of ", "le jour de ");
    case Op::current_date: {
      const std::string day = words_of_day(telling.today, telling);
      return telling("today (" + day + ")", "aujourd'hui (" + day + ")");
    }
    default: return words_of_text(value, telling);
  }
}

}  // namespace

std::string words_of_text(const Expr& expr, const Telling& telling) {
  std::string out = text_of(expr);
  for_each_below(expr, [&](const Expr& each) {
    if (const PeriodLiteral* period = if_is<PeriodLiteral>(each)) {
      out += " (" + quoted_words(period->period.words(telling.language), telling) + telling(": ", " : ") +
             words_of_days(*period, telling) + ")";
    }
  });
  return out;
}

std::string quoted_words(std::string_view text, const Telling& telling) {
  const std::string words(text);
  return telling("“" + words + "”", "« " + words + " »");
}

std::string words_behind(std::string_view lead, std::string_view words, const Telling& telling) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> contractions{{{"de ", "du "}, {"à ", "au "}}};
  constexpr std::string_view article = "le ";
  for (const auto& [apart, together] : contractions) {
    const bool whole = lead == apart || (lead.ends_with(apart) && lead[lead.size() - apart.size() - 1] == ' ');
    if (telling.language != core::Language::fr || !whole || !words.starts_with(article)) continue;
    return std::string(lead.substr(0, lead.size() - apart.size())) + std::string(together) +
           std::string(words.substr(article.size()));
  }
  return std::string(lead) + std::string(words);
}

std::string words_of_list(const std::vector<std::string>& items, std::string_view last_joint) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? last_joint : ", ";
    out += items[i];
  }
  return out;
}

std::string words_of_value(const Expr& value, const Telling& telling) {
  if (const Literal* literal = if_is<Literal>(value)) return words_of_literal(*literal, telling);
  if (const Call* call = if_is<Call>(value)) return words_of_call(value, *call, telling);
  return text_of(value);
}

std::string words_of_column(const Named& column, const Telling& telling) {
  if (if_is<Name>(column.expr)) {
    const std::string text = text_of(column.expr);
    const std::string& last = if_is<Name>(column.expr)->parts.back();
    return column.output_name == last ? text : text + telling(" as ", " sous le nom ") + column.output_name;
  }
  return words_of_value(column.expr, telling) + " (" + column.output_name + ")";
}

}  // namespace recoupe::plan
