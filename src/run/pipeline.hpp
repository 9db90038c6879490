// One instruction through every stage, top to bottom: plan, fetches, calls, rows, result, with evidence at each.
// Takes what a Session keeps warm, fills a Report. Included by session.
#pragma once

#include "planner/author.hpp"
#include "planner/planner.hpp"
#include "run/connections.hpp"
#include "run/session.hpp"

namespace recoupe::run {

/// What the stages work with; all of it outlives the run.
struct Workshop {
  const Config& config;
  Connections& connections;
  catalog::Snapshot& snapshot;  // grows where a plan names a path that a sample had not seen
  planner::Models models;
  core::TimeZone zone;
  const execute::Progress& progress;
  planner::Author* author = nullptr;  // where it is set, it writes the plan; `models` are not asked
};

/// Makes a validated plan of the request, or a question or refusal; fills the report's plan, question or unexplained
/// words. `log` may be nullptr: nothing is recorded.
core::Result<plan::Plan> plan_of(const Request& request, const Workshop& workshop, evidence::Log* log,
                                 render::Report& report, std::vector<planner::Candidate>& candidates,
                                 const core::Cancel& cancel);

/// Validates a plan; a path that the sampled catalog has not seen is looked for in the source before it is refused. The
/// plan points into the workshop's snapshot. `log` may be nullptr.
core::Result<plan::Plan> validated(const plan::Plan& parsed, const Workshop& workshop, evidence::Log* log,
                                   const core::Cancel& cancel);

/// Binds a plan to the report's now and zone; fills what was understood and the digests.
core::Result<physical::PhysicalPlan> bind_plan(const plan::Plan& plan, const Workshop& workshop, render::Report& report,
                                               const physical::Passes& passes = {});

/// Runs the fetches and the local steps; fills calls and answer.
core::Status run_plan(const physical::PhysicalPlan& physical, const Workshop& workshop, evidence::Log& log,
                      render::Report& report, const core::Cancel& cancel);

}  // namespace recoupe::run
