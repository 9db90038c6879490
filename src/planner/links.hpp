// What the linker makes of an instruction and a catalog: which words speak of which items, what each item is in the plan,
// what kind of plan it is. Given by linker; included by the planner's own files and the evaluation.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "planner/atoms.hpp"

namespace recoupe::planner {

/// All values are probabilities; rows of words are softmax over items, none and unknown.
struct Links {
  std::size_t words = 0;
  std::size_t items = 0;
  std::vector<float> of_words;  // words × items
  std::vector<float> none;      // by word: it speaks of no item, being small or telling the kind of wish
  std::vector<float> unknown;   // by word: it speaks of what the catalog does not have
  std::vector<float> roles;     // items × role_count; 0 where an item of that kind has no such role
  std::array<float, mark_count> marks{};
  std::array<float, answer_count> answers{};

  [[nodiscard]] double link(std::size_t word, std::size_t item) const { return of_words[word * items + item]; }
  [[nodiscard]] double role(std::size_t item, Role role) const {
    return roles[item * role_count + static_cast<std::size_t>(role)];
  }
  [[nodiscard]] double mark(Mark mark) const { return marks[static_cast<std::size_t>(mark)]; }
  [[nodiscard]] double answer(Answer answer) const { return answers[static_cast<std::size_t>(answer)]; }
};

}  // namespace recoupe::planner
