// Drafts weighed and the best of them made plans: first by what the words show, then, where there is a linker, by what it
// makes of each plan. Takes Drafts, gives validated plans. Included by propose and the evaluation.
#pragma once

#include <utility>
#include <vector>

#include "planner/understand.hpp"

namespace recoupe::planner {

inline constexpr std::size_t judged_max = 200;  // plans that the linker looks at

struct Weighed {
  Draft draft;
  plan::Plan plan;  // validated
};

/// Gives the best plans, best first, each once; drafts that the plan language does not accept are dropped.
std::vector<Weighed> weigh_all(std::vector<Draft> drafts, const Understanding& understood, const catalog::Catalog& catalog,
                               std::size_t count_max);

}  // namespace recoupe::planner
