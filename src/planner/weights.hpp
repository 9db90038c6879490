// What each feature of a draft is worth, fitted on the hand-written pairs (docs/planner.md). Included by ranking.
#pragma once

#include <span>
#include <string_view>

namespace recoupe::planner {

struct Weight {
  std::string_view feature;
  double worth;
};

using Weights = std::span<const Weight>;

/// Written by tools/planner_eval/fit.py: of drafts as the words alone show them.
Weights decision_weights();
/// Written by it as well: of plans that the linker has judged.
Weights linked_weights();

/// Gives a feature's weight; 0 where fitting found none.
double weight_of(Weights weights, std::string_view feature);

}  // namespace recoupe::planner
