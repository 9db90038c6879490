// What a language model reads before it weighs plans: a few fields, the instruction. Short, because reading is its
// cost.
// Takes the candidates' tables, gives text. Included by propose.
#pragma once

#include <string>
#include <vector>

#include "planner/draft.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

inline constexpr std::size_t prompt_tables_max = 3;
inline constexpr std::size_t prompt_fields_max = 10;  // of one table
inline constexpr std::size_t weighed_plans_max = 3;
inline constexpr double weighed_margin =
    0.35;  // its say is 0.18 at most: plans farther below the best can neither win nor come close

/// Gives the text that every plan continues.
std::string prompt_of(const std::string& instruction, const std::vector<Draft>& best, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
