// A project, open: its servers, catalog and models stay warm between instructions; each answer is one run with its log.
// Takes Config, gives Reports. Included by cli and the Python module.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/snapshot.hpp"
#include "core/cancel.hpp"
#include "execute/execute.hpp"
#include "physical/explain.hpp"
#include "planner/author.hpp"
#include "planner/planner.hpp"
#include "render/report.hpp"
#include "run/config.hpp"

namespace recoupe::run {

/// What is asked: an instruction in words, or a plan in the plan language, not both.
struct Request {
  std::string instruction;
  std::string plan_text;
  std::optional<core::Timestamp> now;         // empty: the clock's
  std::optional<core::TimeZone> zone;         // empty: the configured one
  std::optional<core::Language> language;     // empty: configured, else the instruction's
  std::vector<std::string> sources;           // servers it may use; empty: all
  std::string replay_of;                      // run_id, where this run replays one
  std::optional<std::string> model_answer;    // what a model answered to the instruction elsewhere; none is asked then
  physical::Passes passes;                    // which passes may make the fetches cheaper; the answer is the same
};

/// What `recoupe plan` shows: a plan that was not run.
struct Proposed {
  render::Report report;  // plan, understood, question or error; no rows
  std::vector<planner::Candidate> candidates;
  std::optional<physical::PhysicalPlan> physical;
};

class Session {
 public:
  /// `monitor` hears of every run and call; empty: what the configuration says.
  explicit Session(Config config, execute::Progress progress = {}, std::shared_ptr<monitor::Monitor> monitor = {});
  ~Session();

  /// Answers a request. Never fails: what went wrong stands in the report. One at a time.
  render::Report answer(const Request& request, const core::Cancel& cancel);
  /// Plans a request without running it; writes no log.
  Proposed propose(const Request& request, const core::Cancel& cancel);
  /// Explains a plan that was proposed: its fetches, and what each server would be sent. Connects, sends nothing.
  core::Result<physical::Explanation> explain(const physical::PhysicalPlan& plan, const core::Cancel& cancel);
  /// Validates a plan as a run would; it points into the session's catalog.
  core::Result<plan::Plan> validate(const plan::Plan& plan, const core::Cancel& cancel);
  /// Gives what a hosted model would be sent for a request's instruction. Sends nothing.
  core::Result<planner::AuthorPrompt> model_prompt(const Request& request, const core::Cancel& cancel);
  /// Gives the catalog: the kept snapshot where it is recent and of these servers, else read anew.
  core::Result<catalog::Snapshot> catalog(bool refresh, const core::Cancel& cancel);

  [[nodiscard]] const Config& config() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::run
