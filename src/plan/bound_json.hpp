// JSON of a bound plan: the plan, now, zone, catalog and the days and instants of each period, in the plan's order.
// Takes a bound plan, gives what its digest covers. Included by bind.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace recoupe::plan {

/// Gives "sha256:…" of the canonical JSON of everything bound.
std::string bound_digest_of(const BoundPlan& bound);

}  // namespace recoupe::plan
