#include "instruction/period.hpp"

#include <algorithm>
#include <set>

#include "instruction/fold.hpp"
#include "instruction/period_form.hpp"
#include "instruction/period_match.hpp"

namespace recoupe::instruction {
namespace {

constexpr std::size_t phrase_bytes_max = 200;

std::unexpected<core::Error> not_understood(std::string_view words) {
  const std::string shown(words.substr(0, phrase_bytes_max));
  core::Error error{.code = core::Code::invalid_period,
                    .origin = core::Origin::user,
                    .stage = "instruction",
                    .message = {},
                    .remedy = {}};
  error.message = {"Not understood as a period: '" + shown + "'", "Période non comprise : « " + shown + " »"};
  error.remedy = {
      "Write a period such as 'this week', 'last 30 days', 'March 2026', 'since 1 September', 'between 1 and 15 "
      "March'. For what lies "
      "before or after a day, write BEFORE PERIOD or AFTER PERIOD and the day.",
      "Écrivez une période, par exemple 'cette semaine', 'les 30 derniers jours', 'mars 2026', 'depuis le 1er "
      "septembre', "
      "'entre le 1er et le 15 mars'. Pour ce qui précède ou suit un jour, écrivez BEFORE PERIOD ou AFTER PERIOD et le "
      "jour."};
  error.candidates = {
      "today",      "this week", "last month",   "last 30 days",      "next 30 days",          "Q3 2025",
      "March 2026", "in 2025",   "since Monday", "since 1 September", "between 1 and 15 March"};
  return core::fail(std::move(error));
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_bare_year(const Form& form) {
  if (form.shape == Shape::between || form.shape == Shape::since)
    return std::any_of(form.parts.begin(), form.parts.end(), is_bare_year);
  return form.shape == Shape::calendar && form.year && form.month == 0 && form.quarter == 0 && form.half == 0 &&
         form.week == 0;
}

// "More than 2000", "2000 €", "2000 euros": an amount that could be read as a year.
bool is_amount(std::string_view text, const std::vector<PhraseWord>& words, std::size_t first, std::size_t end) {
  std::string_view left = text.substr(0, words[first].begin);
  while (left.ends_with(' ')) left.remove_suffix(1);
  std::string_view right = text.substr(words[end - 1].end);
  while (const std::size_t bytes = space_bytes(right, 0)) right.remove_prefix(bytes);
  for (const std::string_view sign : {">", "<", "=", "$", "€", "£", "#"})
    if (left.ends_with(sign)) return true;
  for (const std::string_view sign : {"€", "$", "£", "%"})
    if (right.starts_with(sign)) return true;
  if (end < words.size() && words[end].tight &&
      is_one_of(words[end].folded, {"euros",  "euro",   "eur",    "usd",     "dollars",  "dollar",  "k",      "lignes",
                                    "rows",   "points", "kg",     "km",      "jours",    "days",    "heures", "hours",
                                    "unites", "units",  "pieces", "seconds", "secondes", "minutes", "ms"}))
    return true;
  const auto word_before = [&](std::size_t back) {
    return first >= back ? std::string_view(words[first - back].folded) : std::string_view();
  };
  if (is_one_of(word_before(1),
                {"than", "over", "above", "under", "below", "exceeds", "exceed", "exceeding", "exceeded", "least",
                 "most", "depasse", "depassent", "depassant", "top", "limit", "worth"}))
    return true;
  return is_one_of(word_before(1), {"de", "d", "a", "to"}) &&
         is_one_of(word_before(2),
                   {"plus", "moins", "superieur", "superieure", "superieurs", "superieures", "inferieur", "inferieure",
                    "inferieurs", "inferieures", "egal", "egale", "equal", "montant"});
}

Relation relation_before(const std::vector<PhraseWord>& words, std::size_t first) {
  std::size_t at = first;
  while (at > 0 && words[at].tight &&
         is_one_of(words[at - 1].folded, {"le", "la", "l", "les", "the", "a", "au", "du", "de", "d", "to"}))
    --at;
  if (at == 0 || !words[at].tight) return Relation::during;
  const std::string_view word = words[at - 1].folded;
  if (is_one_of(word, {"before", "avant", "prior", "preceding", "anterieur", "anterieure", "anterieurs", "anterieures",
                       "predating"}))
    return Relation::before;
  if (is_one_of(word, {"after", "apres", "posterieur", "posterieure", "posterieurs", "posterieures", "past", "beyond"}))
    return Relation::after;
  const std::string_view further =
      at >= 2 && words[at - 1].tight ? std::string_view(words[at - 2].folded) : std::string_view();
  if (word == "than" && is_one_of(further, {"earlier", "older", "sooner"})) return Relation::before;
  if (word == "than" && is_one_of(further, {"later", "newer"})) return Relation::after;
  return Relation::during;
}

}  // namespace

core::Result<Period> Period::parse(std::string_view text) {
  if (text.size() > phrase_bytes_max) return not_understood(text);
  const auto words = phrase_words(text);
  // "In the course of the last 30 days": whatever stands before the phrase itself may be left out.
  std::optional<PhraseMatch> match;
  std::set<std::size_t> starts{0};
  for (auto at = starts.begin(); at != starts.end() && *at < words.size(); ++at) {
    match = match_period(words, *at, false);
    if (match && match->end == words.size()) break;
    match.reset();
    const auto more = behind_openings(words, *at);
    starts.insert(more.begin(), more.end());
  }
  const bool tight =
      std::all_of(words.begin(), words.end(), [&](const PhraseWord& w) { return &w == &words.front() || w.tight; });
  if (!match || !tight) return not_understood(text);
  Period period;
  period.neutral_ = to_json(match->form);
  return period;
}

core::Result<Period> Period::from_json(const core::Json& neutral) {
  const auto form = form_of(neutral);
  if (!form) return not_understood(neutral.dump());
  Period period;
  period.neutral_ = to_json(*form);
  return period;
}

std::vector<FoundPeriod> find_periods(std::string_view instruction) {
  struct Candidate {
    Form form;
    std::size_t first;
    std::size_t end;
    Relation relation;
  };
  const auto words = phrase_words(instruction);
  std::vector<Candidate> candidates;
  for (std::size_t at = 0; at < words.size(); ++at) {
    auto match = match_period(words, at, true);
    if (!match || (is_bare_year(match->form) && is_amount(instruction, words, at, match->end))) continue;
    const Relation relation = match->older ? Relation::before : relation_before(words, at);
    candidates.push_back({std::move(match->form), opening_before(words, at), match->end, relation});
  }
  const auto bytes = [&](const Candidate& c) { return words[c.end - 1].end - words[c.first].begin; };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const Candidate& a, const Candidate& b) { return bytes(a) > bytes(b); });
  std::vector<FoundPeriod> found;
  for (const Candidate& candidate : candidates) {
    const std::size_t begin = words[candidate.first].begin;
    const std::size_t end = words[candidate.end - 1].end;
    const bool taken =
        std::any_of(found.begin(), found.end(), [&](const FoundPeriod& f) { return begin < f.end && f.begin < end; });
    auto period = taken ? core::Result<Period>(std::unexpect) : Period::from_json(to_json(candidate.form));
    if (period) found.push_back({*std::move(period), begin, end, candidate.relation});
  }
  std::sort(found.begin(), found.end(), [](const FoundPeriod& a, const FoundPeriod& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace recoupe::instruction
