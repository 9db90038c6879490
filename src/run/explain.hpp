// What `plan --explain` shows of a plan that is not run: fetches with what each server would be sent, and the budgets.
// Takes a PhysicalPlan and the connections, gives an Explanation. Included by session.
#pragma once

#include "physical/explain.hpp"
#include "run/connections.hpp"

namespace recoupe::run {

/// Compiles each fetch as it would be sent, without sending it. Errors: those of Connections::open and of the compiler.
core::Result<physical::Explanation> explain(const physical::PhysicalPlan& plan, Connections& connections,
                                            const core::Cancel& cancel);

}  // namespace recoupe::run
