#include "render/wording.hpp"

#include <array>

namespace recoupe::render {

namespace {

using core::Language;

struct Noun {
  std::string_view en_one;
  std::string_view en_many;
  std::string_view fr_one;
  std::string_view fr_many;
};

std::string_view form_of(const Noun& noun, std::int64_t count, Language language) {
  if (language == Language::fr) return count < 2 ? noun.fr_one : noun.fr_many;
  return count == 1 ? noun.en_one : noun.en_many;
}

std::string counted(std::int64_t count, const Noun& noun, Language language) {
  return number(count, language) + " " + std::string(form_of(noun, count, language));
}

constexpr Noun rows{"row", "rows", "ligne", "lignes"};
constexpr Noun records{"record", "records", "enregistrement", "enregistrements"};
constexpr Noun kept{"kept by the filter", "kept by the filter", "retenu par le filtre", "retenus par le filtre"};
constexpr Noun read_{"read", "read", "lu", "lus"};
constexpr Noun matched{"with a counterpart", "with a counterpart", "avec correspondance", "avec correspondance"};
constexpr Noun unmatched{"without", "without", "sans correspondance", "sans correspondance"};
constexpr Noun unreadable{"unreadable and left out", "unreadable and left out", "illisible, laissé de côté",
                          "illisibles, laissés de côté"};

struct FindingNoun {
  std::string_view code;
  Noun noun;
};
constexpr std::array findings = std::to_array<FindingNoun>(
    {{"ok", {"ok", "ok", "conforme", "conformes"}},
     {"missing", {"missing", "missing", "absent", "absents"}},
     {"present", {"present", "present", "présent", "présents"}},
     {"no_key", {"without a key", "without a key", "sans clé", "sans clé"}},
     {"ambiguous", {"ambiguous", "ambiguous", "ambigu", "ambigus"}},
     {"mismatch", {"mismatch", "mismatches", "écart", "écarts"}},
     {"only_left", {"only on the left", "only on the left", "à gauche seulement", "à gauche seulement"}},
     {"only_right", {"only on the right", "only on the right", "à droite seulement", "à droite seulement"}},
     {"duplicate", {"duplicate", "duplicates", "en double", "en double"}},
     {"gap", {"gap", "gaps", "trou", "trous"}},
     {"violation", {"violation", "violations", "infraction", "infractions"}},
     {"unknown", {"undecided", "undecided", "indéterminé", "indéterminés"}}});

/// Writes tenths with the language's decimal sign.
std::string tenths(std::int64_t value, Language language) {
  std::string text = number(value / 10, language);
  if (value % 10 != 0 && value < 1000) text += std::string(say(language, ".", ",")) + std::to_string(value % 10);
  return text;
}

}  // namespace

std::string number(std::int64_t value, Language language) {
  std::string digits = std::to_string(value);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  const std::string_view separator = say(language, ",", "\u202F");
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, separator);
  }
  return digits;
}

std::string size_words(std::int64_t bytes, Language language) {
  constexpr std::int64_t thousand = 1'000;
  constexpr std::array<Noun, 3> units = {
      {{"KB", "KB", "Ko", "Ko"}, {"MB", "MB", "Mo", "Mo"}, {"GB", "GB", "Go", "Go"}}};
  if (bytes < thousand) return number(bytes, language) + " " + std::string(say(language, "B", "o"));
  std::int64_t scale = thousand;
  std::size_t unit = 0;
  while (unit + 1 < units.size() && bytes >= scale * thousand) {
    scale *= thousand;
    ++unit;
  }
  return tenths(bytes / (scale / 10), language) + " " + std::string(form_of(units[unit], 1, language));
}

std::string rows_words(std::int64_t count, Language language) { return counted(count, rows, language); }

std::string finding_word(std::string_view finding, std::int64_t count, Language language) {
  for (const FindingNoun& known : findings) {
    if (known.code == finding) return std::string(form_of(known.noun, count, language));
  }
  return std::string(finding);
}

std::string finding_words(std::string_view finding, std::int64_t count, Language language) {
  return number(count, language) + " " + finding_word(finding, count, language);
}

std::string finding_with_code(std::string_view finding, std::int64_t count, Language language) {
  std::string words = finding_words(finding, count, language);
  if (finding_word(finding, count, language) != finding) words += " (" + std::string(finding) + ")";
  return words;
}

std::string coverage_words(const result::Coverage& coverage, Language language) {
  std::string text = coverage.source + std::string(say(language, ": ", " : "));
  text += coverage.population >= 0 ? counted(coverage.population, records, language)
                                   : std::string(say(language, "size unknown", "taille inconnue"));
  const auto add = [&](std::int64_t count, const Noun& noun) {
    if (count >= 0) text += ", " + counted(count, noun, language);
  };
  add(coverage.after_filter, kept);
  add(coverage.read, read_);
  add(coverage.matched, matched);
  add(coverage.unmatched, unmatched);
  if (coverage.unreadable > 0) add(coverage.unreadable, unreadable);
  return text;
}

std::string call_words(const execute::CallRecord& call, Language language) {
  std::string text = call.server + "." + call.tool + std::string(say(language, ": ", " : "));
  if (call.status == "ok") text += rows_words(call.rows, language) + ", " + size_words(call.bytes, language);
  else if (call.status == "refused") text += say(language, "refused before it was sent", "refusé avant l'envoi");
  else if (call.status == "cancelled") text += say(language, "cancelled", "annulé");
  else text += say(language, "failed", "échec");
  return text + ", " + number(call.ms, language) + " ms";
}

std::string choice_words(const Choice& choice, Language language) {
  const std::string_view same = say(language, "I understood: ", "J'ai compris : ");
  return choice.label.starts_with(same) ? choice.label.substr(same.size()) : choice.label;
}

}  // namespace recoupe::render
