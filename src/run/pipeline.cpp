#include "run/pipeline.hpp"

#include "execute/refusals.hpp"
#include "plan/plan.hpp"
#include "result/engine.hpp"
#include "run/record.hpp"

namespace recoupe::run {
namespace {

using core::Result;
using core::Status;

/// Gives an error that stands for a question: the report holds the question and its readings.
core::Error clarification(const core::Bilingual& question) {
  return {.code = core::Code::clarification_needed,
          .origin = core::Origin::user,
          .stage = "planner",
          .message = question,
          .remedy = {"Choose one of the readings, or say more.", "Choisissez une des lectures, ou précisez."}};
}

Result<plan::Plan> validated(std::string_view text, const catalog::Catalog& catalog) {
  RECOUPE_TRY(parsed, plan::parse(text));
  return plan::validate(std::move(parsed), catalog);
}

void offer_readings(const planner::Proposal& proposal, const Workshop& workshop, render::Report& report) {
  report.question = proposal.question.in(report.language);
  for (const planner::Candidate& candidate : proposal.candidates) {
    auto bound = plan::bind(candidate.plan, report.now, workshop.zone, workshop.snapshot.digest);
    const std::string text = plan::text_of(candidate.plan);
    report.choices.push_back({bound ? plan::words_of(*bound, report.language) : text, text});
  }
}

}  // namespace

Result<plan::Plan> plan_of(const Request& request, const Workshop& workshop, evidence::Log* log, render::Report& report,
                           std::vector<planner::Candidate>& candidates, const core::Cancel& cancel) {
  const catalog::Catalog& catalog = workshop.snapshot.catalog;
  if (request.instruction.empty()) return validated(request.plan_text, catalog);
  const instruction::Instruction instruction{request.instruction, report.language, report.now, workshop.zone,
                                             request.sources};
  if (workshop.progress) workshop.progress({"understanding the instruction", "compréhension de la consigne"});
  planner::Models models = workshop.models;
  std::optional<RecordedModel> recorded;
  if (models.model != nullptr && log != nullptr) models.model = &recorded.emplace(*models.model, *log);
  RECOUPE_TRY(proposal, planner::propose(instruction, catalog, models, cancel));
  if (cancel.requested()) return core::fail(execute::stopped());
  candidates = proposal.candidates;
  switch (proposal.outcome) {
    case planner::Outcome::refuse: return core::fail(std::move(proposal.refusal));
    case planner::Outcome::clarify:
      offer_readings(proposal, workshop, report);
      return core::fail(clarification(proposal.question));
    case planner::Outcome::plan: break;
  }
  report.unexplained = proposal.candidates.front().unexplained;
  return std::move(proposal.candidates.front().plan);
}

Result<physical::PhysicalPlan> bind_plan(const plan::Plan& plan, const Workshop& workshop, render::Report& report,
                                         const physical::Passes& passes) {
  report.plan_text = plan::text_of(plan);
  report.plan_json = plan::to_json(plan);
  RECOUPE_TRY(bound, plan::bind(plan, report.now, workshop.zone, workshop.snapshot.digest));
  report.plan_digest = bound.digest;
  report.bound_digest = bound.bound_digest;
  report.understood = plan::words_of(bound, report.language);
  return physical::plan_fetches(std::move(bound), passes);
}

Status run_plan(const physical::PhysicalPlan& physical, const Workshop& workshop, evidence::Log& log,
                render::Report& report, const core::Cancel& cancel) {
  for (const physical::Fetch& fetch : physical.fetches)  // connect first: a server that is away stops the run before any call
    RECOUPE_CHECK(workshop.connections.open(fetch.server, cancel));
  const execute::FindConnection find = [&](const std::string& server) -> execute::Connection* {
    auto open = workshop.connections.open(server, cancel);
    return open ? &(*open)->connection : nullptr;
  };
  RECOUPE_TRY(engine, result::Engine::open(physical, workshop.config.memory_bytes_max));
  execute::Executed executed;
  const Status fetched = execute::run_fetches(physical, find, *engine, log, workshop.config.budgets, cancel,
                                              workshop.progress, executed);
  report.calls = executed.calls;
  RECOUPE_CHECK(fetched);
  if (workshop.progress) workshop.progress({"joining and checking", "jointures et contrôles"});
  RECOUPE_TRY(answer, engine->answer(executed, cancel));
  report.answer = std::move(answer);
  return {};
}

}  // namespace recoupe::run
