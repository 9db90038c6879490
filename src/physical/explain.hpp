// What each fetch of a plan reads, for `plan --explain`. Takes a PhysicalPlan, gives JSON. Included by cli.
#pragma once

#include "core/json.hpp"
#include "physical/physical_plan.hpp"

namespace recoupe::physical {

/// Writes one object per fetch: source, columns, filters, keys, order and limit; parts that are not there are left out.
core::Json explain_json(const PhysicalPlan& plan);

}  // namespace recoupe::physical
