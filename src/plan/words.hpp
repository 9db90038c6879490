// The parts of a plan's words: values, conditions, sides and days, in one language.
// Takes validated and bound nodes, gives phrases. Included by words*.cpp only.
#pragma once

#include "core/language.hpp"
#include "plan/plan.hpp"

namespace recoupe::plan {

/// In which language, and when and where "today" is.
struct Telling {
  core::Language language;
  core::Date today;
  std::string zone;
  const Scope* scope = nullptr;  // the columns that a step's expressions see, where findings are to be explained

  /// Gives the phrase of the language.
  [[nodiscard]] std::string operator()(std::string en, std::string fr) const {
    return language == core::Language::fr ? fr : en;
  }
};

/// Writes a day: "lundi 23 novembre 2026", "Monday 23 November 2026".
std::string words_of_day(core::Date day, const Telling& telling);
/// Writes the days of a period that is worked out: "du lundi … au dimanche …, Europe/Paris".
std::string words_of_days(const PeriodLiteral& period, const Telling& telling);

/// Puts words between the language's quotation marks.
std::string quoted_words(std::string_view text, const Telling& telling);
/// Puts words behind others: in French, "de" and "le jour" become "du jour", "à" and "le nombre" "au nombre".
std::string words_behind(std::string_view lead, std::string_view words, const Telling& telling);
/// Lists phrases: "a, b et c".
std::string words_of_list(const std::vector<std::string>& items, std::string_view last_joint);

/// Writes an expression as the language does, and behind it the days of each period in it.
std::string words_of_text(const Expr& expr, const Telling& telling);
/// Writes a value: a literal or an aggregate in words, anything else as the language does.
std::string words_of_value(const Expr& value, const Telling& telling);
/// Writes a condition in words; anything that has no simple words, as the language does.
std::string words_of_condition(const Expr& condition, const Telling& telling);
/// Explains a finding: "missing" is "without a counterpart"; empty for any other text.
std::string words_of_finding(std::string_view finding, const Telling& telling);
/// Writes conditions that must all hold, "a et b"; several conditions of WHERE steps in a row.
std::string words_of_conditions(const std::vector<const Expr*>& conditions, const Telling& telling);

/// Writes a check as a sentence without its stop.
std::string words_of_check(const Check& check, const Telling& telling);
/// Writes a side: "postgres.public.employees", or its pipeline in parentheses.
std::string words_of_side(const Side& side, const Telling& telling);
/// Writes ON: keys as equalities, further conditions in words.
std::string words_of_on(const Expr& on, const Telling& telling);
/// Writes a column: its value and, where it differs, its name.
std::string words_of_column(const Named& column, const Telling& telling);
/// Writes a pipeline: where it begins, then each step.
std::string words_of_pipeline(const Pipeline& pipeline, const Telling& telling);

}  // namespace recoupe::plan
