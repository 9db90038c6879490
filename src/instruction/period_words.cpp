#include "instruction/period.hpp"
#include "instruction/period_form.hpp"
#include "instruction/period_names.hpp"

namespace recoupe::instruction {
namespace {

using core::Language;

bool is_feminine(Unit unit) { return unit == Unit::week || unit == Unit::year; }
bool begins_with_vowel(Unit unit) { return unit == Unit::year; }

std::string unit_words_en(const Form& form) {
  if (form.unit == Unit::day && form.offset >= -1 && form.offset <= 1)
    return form.offset == 0 ? "today" : form.offset < 0 ? "yesterday" : "tomorrow";
  const std::string one = unit_name(form.unit, false, Language::en);
  if (form.offset == 0) return "this " + one;
  if (form.offset == -1) return "last " + one;
  if (form.offset == 1) return "next " + one;
  const std::string many =
      std::to_string(form.offset < 0 ? -form.offset : form.offset) + " " + unit_name(form.unit, true, Language::en);
  return form.offset < 0 ? many + " ago" : "in " + many;
}

std::string unit_words_fr(const Form& form) {
  if (form.unit == Unit::day && form.offset >= -1 && form.offset <= 1)
    return form.offset == 0 ? "aujourd'hui" : form.offset < 0 ? "hier" : "demain";
  const std::string one = unit_name(form.unit, false, Language::fr);
  const bool feminine = is_feminine(form.unit);
  if (form.offset == 0) return (feminine ? "cette " : "ce ") + one + (form.unit == Unit::month ? "-ci" : "");
  const std::string named = (begins_with_vowel(form.unit) ? "l'" : feminine ? "la " : "le ") + one;
  if (form.offset == -1) return named + (feminine ? " dernière" : " dernier");
  if (form.offset == 1) return named + (feminine ? " prochaine" : " prochain");
  const std::string many =
      std::to_string(form.offset < 0 ? -form.offset : form.offset) + " " + unit_name(form.unit, true, Language::fr);
  return (form.offset < 0 ? "il y a " : "dans ") + many;
}

std::string counted_words(const Form& form, Language language) {
  const bool back = form.shape == Shape::last;
  const std::string count = std::to_string(form.count);
  const std::string unit = unit_name(form.unit, form.count > 1, language);
  if (language == Language::en) return (back ? "last " : "next ") + count + " " + unit;
  if (form.count == 1) return (back ? "depuis 1 " : "d'ici 1 ") + unit;
  const bool feminine = is_feminine(form.unit);
  const std::string which = back ? (feminine ? "dernières " : "derniers ") : (feminine ? "prochaines " : "prochains ");
  return "les " + count + " " + which + unit;
}

std::string year_words(const Form& form, Language language) {
  if (form.year) return " " + std::to_string(*form.year);
  if (!form.year_offset) return "";
  Form year;
  year.unit = Unit::year;
  year.offset = *form.year_offset;
  return language == Language::fr ? " de " + unit_words_fr(year) : " of " + unit_words_en(year);
}

// Without an article: "1er mars 2026", "T3 2025", "mars dernier".
std::string calendar_words(const Form& form, Language language) {
  const bool french = language == Language::fr;
  const std::string year = year_words(form, language);
  if (form.quarter != 0) return (french ? "T" : "Q") + std::to_string(form.quarter) + year;
  if (form.half != 0) return (french ? "S" : "H") + std::to_string(form.half) + year;
  if (form.week != 0) return (french ? "semaine " : "week ") + std::to_string(form.week) + year;
  if (form.month == 0) return std::to_string(*form.year);
  const std::string month = month_name(form.month, language);
  if (form.day != 0) return std::to_string(form.day) + (french && form.day == 1 ? "er " : " ") + month + year;
  if (form.offset == 0) return month + year;
  if (french) return month + (form.offset < 0 ? " dernier" : " prochain");
  return (form.offset < 0 ? "last " : "next ") + month;
}

std::string weekday_words(const Form& form, Language language) {
  const std::string name = weekday_name(form.weekday, language);
  if (form.offset == 0) return name;
  if (language == Language::fr) return name + (form.offset < 0 ? " dernier" : " prochain");
  return (form.offset < 0 ? "last " : "next ") + name;
}

std::string point_words(const Form& form, Language language) {
  if (form.shape == Shape::calendar) return calendar_words(form, language);
  if (form.shape == Shape::weekday) return weekday_words(form, language);
  return language == Language::fr ? unit_words_fr(form) : unit_words_en(form);
}

// With the article that stands before a point within a sentence: "le 1er mars", "la semaine 12", "le T3".
std::string point_in_sentence(const Form& form, Language language) {
  const std::string words = point_words(form, language);
  if (language == Language::en || form.shape != Shape::calendar) return words;
  if (form.week != 0) return "la " + words;
  return form.day != 0 || form.quarter != 0 || form.half != 0 ? "le " + words : words;
}

// "de" and what follows in one: "du mois dernier", "de l'année dernière".
std::string with_de(const std::string& words) {
  return words.starts_with("le ") ? "du " + words.substr(3) : "de " + words;
}

std::string bounded_words(const Form& form, Language language) {
  const Form& part = form.parts[0];
  const bool back = form.shape == Shape::since;
  const bool whole_unit = part.shape == Shape::unit && part.unit != Unit::day && part.offset >= -1 && part.offset <= 1;
  const std::string point = point_in_sentence(part, language);
  if (language == Language::en) {
    if (!back) return "by the end of " + point;
    return (whole_unit ? "since the beginning of " : "since ") + point;
  }
  if (!back) return "d'ici la fin " + with_de(point);
  return whole_unit ? "depuis le début " + with_de(point) : "depuis " + point;
}

}  // namespace

std::string Period::words(Language language) const {
  const auto form = form_of(neutral_);
  if (!form) return {};
  switch (form->shape) {
    case Shape::unit:
    case Shape::weekday:
    case Shape::calendar:
      return point_words(*form, language);
    case Shape::last:
    case Shape::next:
      return counted_words(*form, language);
    case Shape::since:
    case Shape::until:
      return bounded_words(*form, language);
    case Shape::between:
      break;
  }
  const std::string first = point_in_sentence(form->parts[0], language);
  const std::string second = point_in_sentence(form->parts[1], language);
  return language == Language::fr ? "entre " + first + " et " + second : "between " + first + " and " + second;
}

}  // namespace recoupe::instruction
