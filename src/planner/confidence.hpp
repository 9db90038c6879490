// How sure the planner may be of what it found: that the best plan is right, that one of the best three is.
// Takes the best plans and what the linker foresees, gives signals and probabilities. Included by propose.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "planner/links_ranking.hpp"
#include "planner/weigh.hpp"

namespace recoupe::planner {

struct Confidence {
  double one = 0;
  double three = 0;
};

/// From where on a plan is chosen without asking, and readings are worth offering.
struct Thresholds {
  double plan = 0;
  double ask = 0;
};

/// What confidence rests on, by name; more of it where a linker has judged the plans.
using Signals = std::vector<std::pair<std::string_view, double>>;

Signals signals_of(const std::vector<Weighed>& best, const Understanding& understood, const Foresight& foresight);
Confidence confidence_of(const Signals& signals);
Thresholds thresholds_of(const Signals& signals);

}  // namespace recoupe::planner
