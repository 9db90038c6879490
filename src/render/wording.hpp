// Counts, sizes and what was found or read, as sentences in the person's language.
// Takes typed parts of a report, gives text. Included by the terminal and HTML renderers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "render/report.hpp"

namespace recoupe::render {

/// Writes a whole number as the language groups it: 2,400 or 2 400 (narrow no-break space).
std::string number(std::int64_t value, core::Language language);
/// Writes a size in bytes: "4.2 KB", "4,2 Ko".
std::string size_words(std::int64_t bytes, core::Language language);
std::string rows_words(std::int64_t count, core::Language language);  // "1 row", "31 lignes"

/// Writes how often a finding occurs: "3 missing", "3 absents".
std::string finding_words(std::string_view finding, std::int64_t count, core::Language language);
/// The same with the code that stands in the rows, where the word is another: "3 absents (missing)".
std::string finding_with_code(std::string_view finding, std::int64_t count, core::Language language);
/// Gives the word of a finding alone.
std::string finding_word(std::string_view finding, std::int64_t count, core::Language language);

/// Writes what was read of a source: "mongodb.users : 2 400 enregistrements, 31 retenus par le filtre, 31 lus".
std::string coverage_words(const result::Coverage& coverage, core::Language language);
/// Writes a call without its statement: "postgres.query: 31 rows, 4.2 KB, 12 ms".
std::string call_words(const execute::CallRecord& call, core::Language language);

/// Gives a reading's label without the words that all labels begin with ("J'ai compris : ").
std::string choice_words(const Choice& choice, core::Language language);

/// Chooses between two texts.
inline std::string_view say(core::Language language, std::string_view en, std::string_view fr) {
  return language == core::Language::fr ? fr : en;
}

}  // namespace recoupe::render
