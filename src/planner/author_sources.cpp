#include "planner/author_sources.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/decimal.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {
namespace {

/// What amounts are counted in; those of one dimension can be turned into one another.
struct Measure {
  std::string_view stem;  // of folded words that name it
  char dimension;
  std::string_view factor;
};
constexpr std::array measures{
    Measure{"seconde", 't', "1"},   Measure{"second", 't', "1"},     Measure{"sec", 't', "1"},       Measure{"s", 't', "1"},
    Measure{"minute", 't', "60"},   Measure{"min", 't', "60"},       Measure{"mn", 't', "60"},       Measure{"heure", 't', "3600"},
    Measure{"hour", 't', "3600"},   Measure{"h", 't', "3600"},       Measure{"jour", 't', "86400"},  Measure{"day", 't', "86400"},
    Measure{"j", 't', "86400"},     Measure{"d", 't', "86400"},      Measure{"semaine", 't', "604800"}, Measure{"week", 't', "604800"},
    Measure{"mois", 'm', "1"},      Measure{"month", 'm', "1"},      Measure{"trimestre", 'm', "3"}, Measure{"quarter", 'm', "3"},
    Measure{"semestre", 'm', "6"},  Measure{"an", 'm', "12"},        Measure{"annee", 'm', "12"},    Measure{"year", 'm', "12"},
    Measure{"gramme", 'w', "1"},    Measure{"gram", 'w', "1"},       Measure{"g", 'w', "1"},         Measure{"kilo", 'w', "1000"},
    Measure{"kilogramme", 'w', "1000"}, Measure{"kilogram", 'w', "1000"}, Measure{"kg", 'w', "1000"}, Measure{"tonne", 'w', "1000000"},
    Measure{"metre", 'l', "100"},   Measure{"meter", 'l', "100"},    Measure{"m", 'l', "100"},       Measure{"cm", 'l', "1"},
    Measure{"kilometre", 'l', "100000"}, Measure{"kilometer", 'l', "100000"}, Measure{"km", 'l', "100000"},
    Measure{"centime", 'c', "1"},   Measure{"cent", 'c', "1"},       Measure{"penny", 'c', "1"},     Measure{"euro", 'c', "100"},
    Measure{"dollar", 'c', "100"},  Measure{"eur", 'c', "100"},      Measure{"usd", 'c', "100"},
    Measure{"pourcent", 'p', "1"},  Measure{"percent", 'p', "1"},    Measure{"pourcentage", 'p', "1"}, Measure{"percentage", 'p', "1"}};
constexpr std::string_view whole_in_percent = "100";
constexpr std::size_t measure_reach = 2;  // words between a number and its unit, the unit included

const Measure* measure_of(const std::string& folded) {
  const auto same = [&](const Measure& measure) { return folded == measure.stem || folded == std::string(measure.stem) + "s"; };
  const auto* found = std::ranges::find_if(measures, same);
  return found == measures.end() ? nullptr : found;
}

/// Gives a number said in one unit, in every unit of its dimension.
void add_converted(std::string_view number, const Measure& measure, std::vector<std::string>& out) {
  const std::string base = core::multiply_decimal(number, measure.factor);
  const auto add = [&](std::string_view factor) {
    if (auto turned = core::divide_decimal(base, factor)) out.push_back(*std::move(turned));
  };
  for (const Measure& other : measures)
    if (other.dimension == measure.dimension) add(other.factor);
  if (measure.dimension == 'p') add(whole_in_percent);
}

bool is_letter_or_digit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

void add_parts(const core::Json& form, std::vector<core::Json>& out) {
  out.push_back(form);
  for (const char* key : {"since", "until"})
    if (const core::Json* part = form.find(key); part != nullptr && part->if_object() != nullptr) add_parts(*part, out);
  if (const core::Json* parts = form.find("between"); parts != nullptr && parts->if_array() != nullptr)
    for (const core::Json& part : *parts->if_array()) add_parts(part, out);
}

}  // namespace

LiteralSources::LiteralSources(const instruction::Instruction& instruction)
    : folded_(fold(instruction.text)), today_(instruction.zone.day_of(instruction.now)), zone_(instruction.zone) {
  for (const instruction::Word& word : instruction::words_of(instruction.text)) {
    words_.push_back(word.folded);
    stems_.push_back(stem_of(word.folded));
  }
  add_numbers(instruction);
  for (const instruction::FoundPeriod& found : instruction::find_periods(instruction.text)) {
    add_parts(found.period.neutral(), periods_);
  }
  for (const core::Json& form : periods_) {
    const auto period = instruction::Period::from_json(form);
    if (!period) continue;
    if (auto days = instruction::resolve(*period, today_)) days_.push_back(*days);
  }
}

void LiteralSources::add_numbers(const instruction::Instruction& instruction) {
  const auto words = instruction::words_of(instruction.text);
  const auto found = instruction::find_numbers(instruction.text, instruction::detect_language(instruction.text, instruction.language));
  for (const instruction::FoundNumber& number : found) {
    numbers_.push_back(number.decimal);
    if (folded_.find('%') != std::string::npos) add_converted(number.decimal, *measure_of("percent"), numbers_);
    std::size_t reach = 0;
    for (const instruction::Word& word : words) {
      if (word.end <= number.end && !(word.begin <= number.begin && word.end >= number.end)) continue;
      if (++reach > measure_reach) break;
      // A unit may stand right behind the digits: "30j".
      const std::string unit = word.begin < number.end ? fold(instruction.text.substr(number.end, word.end - number.end)) : word.folded;
      if (const Measure* measure = measure_of(unit)) add_converted(number.decimal, *measure, numbers_);
    }
  }
  // A unit alone is one of it: "au centime près", "par heure"; digits may stand inside codes: "T3", "2026-03-01".
  for (const std::string& word : words_)
    if (const Measure* measure = measure_of(word); measure != nullptr && word.size() > 2) add_converted("1", *measure, numbers_);
  for (std::size_t at = 0; at < folded_.size();) {
    std::size_t end = at;
    while (end < folded_.size() && std::isdigit(static_cast<unsigned char>(folded_[end])) != 0) ++end;
    if (end > at)
      if (auto digits = core::parse_decimal(folded_.substr(at, end - at))) numbers_.push_back(*std::move(digits));
    at = std::max(end, at + 1);
  }
}

bool LiteralSources::has_exactly(std::string_view text) const {
  const std::string wanted = fold(text);
  if (wanted.empty()) return true;
  for (std::size_t at = folded_.find(wanted); at != std::string::npos; at = folded_.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    const bool begins = at == 0 || !is_letter_or_digit(folded_[at - 1]) || !is_letter_or_digit(wanted.front());
    const bool ends = end == folded_.size() || !is_letter_or_digit(folded_[end]) || !is_letter_or_digit(wanted.back());
    if (begins && ends) return true;
  }
  return false;
}

bool LiteralSources::has_text(std::string_view text) const {
  if (has_exactly(text)) return true;
  std::vector<std::string> wanted;
  for (const instruction::Word& word : instruction::words_of(text)) wanted.push_back(stem_of(word.folded));
  if (wanted.empty()) return false;
  return !std::ranges::search(stems_, wanted).empty();
}

bool LiteralSources::has_number(std::string_view decimal) const {
  const std::string wanted = core::abs_decimal(decimal);
  const auto same = [&](std::string_view known) { return core::compare_decimal(wanted, known) == std::strong_ordering::equal; };
  return same("0") || same("1") || std::ranges::any_of(numbers_, same);
}

bool LiteralSources::has_day(core::Date day) const {
  if (day == today_ || has_exactly(core::text_of(day))) return true;
  return std::ranges::any_of(days_, [&](const instruction::DayRange& range) {
    return day == range.from || day == range.to || day.days == range.to.days - 1;
  });
}

bool LiteralSources::has_period(const instruction::Period& period) const {
  if (std::ranges::find(periods_, period.neutral()) != periods_.end()) return true;
  const auto days = instruction::resolve(period, today_);
  if (!days) return false;
  const instruction::DayRange only_today{today_, core::Date{today_.days + 1}};
  return *days == only_today || std::ranges::find(days_, *days) != days_.end();
}

}  // namespace recoupe::planner
