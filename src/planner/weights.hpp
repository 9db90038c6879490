// What each feature of a draft is worth, fitted on the hand-written pairs (docs/planner.md). Included by ranking.
#pragma once

#include <string_view>

namespace recoupe::planner {

/// Gives a feature's weight; 0 where fitting found none.
double weight_of(std::string_view feature);

}  // namespace recoupe::planner
