// Matches the table of period phrases against words. Takes words, gives the form and how far it reached.
// Included by period.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruction/period_form.hpp"

namespace recoupe::instruction {

/// A word of a phrase; `tight` where nothing but space, apostrophe, hyphen or comma parts it from the word before.
struct PhraseWord {
  std::string folded;
  std::size_t begin;
  std::size_t end;
  bool tight;
};
std::vector<PhraseWord> phrase_words(std::string_view text);

struct PhraseMatch {
  Form form;
  std::size_t end;      // word behind the match
  bool older = false;   // "more than 90 days ago": what is meant lies before the form
};

/// Gives the longest period that begins at word `at`; `running`: in a text of which most is no period.
std::optional<PhraseMatch> match_period(const std::vector<PhraseWord>& words, std::size_t at, bool running);

/// Gives the first word of the prepositions and articles before `at` that belong to the phrase.
std::size_t opening_before(const std::vector<PhraseWord>& words, std::size_t at);
/// Gives the words where a phrase may begin when the prepositions and articles at `at` are left out.
std::vector<std::size_t> behind_openings(const std::vector<PhraseWord>& words, std::size_t at);

}  // namespace recoupe::instruction
