// A bound plan made ready to run: its fetches in an order that can be run, and its pipeline with tables replaced by them.
// Takes plan::BoundPlan, gives PhysicalPlan. Included by execute, result and run.
#pragma once

#include <span>
#include <string_view>

#include "physical/fetch.hpp"

namespace recoupe::physical {

/// Where a fetch stands in: each TableRef of the plan, in the order text shows them, reads one fetch.
struct PhysicalPlan {
  plan::BoundPlan bound;
  std::vector<Fetch> fetches;  // fetches[i].id == i == the i-th TableRef in text order; a key slot's source comes earlier
};

/// Switches that turn a pass off; each pass changes cost, never the answer.
struct Passes {
  bool prune_columns = true;
  bool push_filters = true;
  bool push_keys = true;
  bool push_limits = true;

  /// Turns the pass of that name off. Gives false where there is none.
  bool turn_off(std::string_view name);
};

/// Names the passes, in the order in which they run.
std::span<const std::string_view> pass_names();

/// Plans the fetches of a bound plan.
core::Result<PhysicalPlan> plan_fetches(plan::BoundPlan bound, const Passes& passes = {});

}  // namespace recoupe::physical
