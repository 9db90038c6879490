// Brings plans that differ only in spelling to one text: qualifiers, aliases, order of conditions. Included by shorthand_of and the evaluation.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace recoupe::planner {

/// Gives a text that is the same for plans that say the same, as far as spelling goes.
std::string spelled_alike(plan::Plan validated);

}  // namespace recoupe::planner
