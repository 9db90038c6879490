// What the finders of conditions share: the words, the mentions, the list that grows, and which cue stands near a word.
// Included by conditions*.cpp only.
#pragma once

#include <initializer_list>

#include "planner/conditions.hpp"

namespace recoupe::planner {

/// The words, what they mention and the conditions found so far.
struct Findings {
  const Reading& reading;
  const Vocabulary& vocabulary;
  const Mentions& mentions;
  std::vector<Condition>& found;
};

inline constexpr std::size_t negation_reach = 3;  // words between "not" and what it denies
inline constexpr std::size_t number_reach = 7;

std::size_t first_of(const Mention& mention);
std::size_t last_of(const Mention& mention);
/// Finds a cue that ends shortly before a word, with at most one word of content between.
const FoundCue* cue_before(const Reading& reading, std::size_t first, std::initializer_list<Cue> kinds,
                           std::size_t reach);
/// Finds a cue that begins shortly after a word, with no word of content between.
const FoundCue* cue_after(const Reading& reading, std::size_t last, std::initializer_list<Cue> kinds,
                          std::size_t reach);
void use(Condition& condition, const FoundCue& cue);

void add_empties(const Findings& in);  // null, missing, present but null, the date that is there or not
void add_overdue(const Findings& in);  // before today
void add_numbers(const Findings& in);  // comparisons with numbers, years, signs and other fields
void add_quotes(const Findings& in);
void add_linked(const Findings& in, double linked_min);  // what the linker says, and how sure it is of the others

}  // namespace recoupe::planner
