// Writes plans in the short form that a small model learns (planner/shorthand.hpp): as short as still gives the same plan.
// Takes a plan's text and its catalog, gives the short form. Included by plans_dump.
#pragma once

#include <string>

#include "planner/shorthand.hpp"

namespace recoupe::planner_eval {

core::Result<std::string> shorthand_of(const std::string& plan, const catalog::Catalog& catalog, const planner::Vocabulary& vocabulary);

}  // namespace recoupe::planner_eval
