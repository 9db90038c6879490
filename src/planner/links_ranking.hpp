// What the linker makes of a whole plan: whether the items that it uses are those that the words mean, and whether what
// they mean is all in it. Takes a draft, its atoms and Links, adds features and words accounted for.
// Included by propose and the evaluation.
#pragma once

#include "planner/draft.hpp"
#include "planner/understand.hpp"

namespace recoupe::planner {

/// Adds the features "linker/…" of a draft whose plan is validated, and explains the words that the linker gives to items
/// that it uses.
void judge(Draft& draft, const Atoms& atoms, const Understanding& understood);

/// How sure the linker is of what kind of answer there is.
struct Foresight {
  double plan = 0;  // one plan answers
  double clarify = 0;
  double not_in_schema = 0;
  double write = 0;
  double injection = 0;  // or no question at all
  double unknown = 0;  // words of content, as many as speak of what the catalog does not have
  std::vector<std::string> unknown_words;
};
Foresight foresee(const Understanding& understood);

}  // namespace recoupe::planner
