// How sure the planner may be of what it found: that the best plan is right, that one of the best three is.
// Takes scores and what is unexplained, gives probabilities. Included by propose.
#pragma once

#include <cstddef>
#include <vector>

namespace recoupe::planner {

struct Confidence {
  double one = 0;
  double three = 0;
};

// Chosen by folds of schemas (docs/planner.md).
inline constexpr double plan_confidence_min = 0.35;  // below, no plan is chosen without asking
inline constexpr double ask_confidence_min = 0.3;  // below, the readings are not worth offering

/// Works out the confidence from the scores, best first, and the words that the best plan leaves unexplained of all
/// words of content.
Confidence confidence_of(const std::vector<double>& scores, std::size_t unexplained, std::size_t content);

}  // namespace recoupe::planner
