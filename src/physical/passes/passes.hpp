// The passes over a plan's fetches, one file each; every pass may only make a fetch cheaper, never change an answer.
// Takes a bound pipeline and its reads, changes the fetches. Included by plan_fetches alone.
#pragma once

#include "physical/reads.hpp"

namespace recoupe::physical {

using Fetches = std::vector<Fetch>;  // fetches[i] reads reads[i]

/// Leaves only the fields that a step names or that are shown.
void prune_columns(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches);

/// Gives each fetch the conjuncts of WHERE that stand before anything but reshaping happened to its rows.
void push_filters(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches);

/// Lets the right side of a join, EXISTS or ABSENT be asked for the keys of the left side alone.
void push_keys(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches);

/// Lets a table that is only ordered and cut be read in that order up to the cut.
void push_limits(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches);

}  // namespace recoupe::physical
