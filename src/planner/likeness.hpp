// How alike a word of the instruction and a word of the catalog are, whatever the language and the inflection.
// Takes words as terms, gives 0..1. Included by reading and linking.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recoupe::planner {

/// A word with what is known of it.
struct Term {
  std::string folded;
  std::string stem;
  std::vector<int> ideas;
};
Term term_of(std::string_view folded);
/// Gives the words of a phrase of the lexicon ("dégât des eaux") the idea of the whole; `terms` stand in a row.
void add_phrases(const std::vector<Term*>& terms);

// What each way of meeting is worth.
inline constexpr double same_stem = 0.97;
inline constexpr double same_idea = 0.86;
inline constexpr double abbreviated = 0.72;
inline constexpr double slip = 0.84;
inline constexpr double likeness_min = 0.6;  // below, words do not meet

/// Gives 1 for the same word down to 0: inflection, shared idea, abbreviation, slip of the pen, shared beginning.
double likeness(const Term& said, const Term& known);

/// Gives how surely a word is the opposite of a known one, 0 where it is not: "inactive" of "active", "unpaid" of
/// "paid".
double opposes(const Term& said, const Term& known);

}  // namespace recoupe::planner
