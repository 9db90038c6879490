#include "run/pipeline.hpp"

#include "core/clock.hpp"
#include "execute/refusals.hpp"
#include "plan/plan.hpp"
#include "result/engine.hpp"
#include "run/catalogs.hpp"
#include "run/record.hpp"
#include "run/recorded_author.hpp"

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

constexpr int paths_looked_for_max = 50;  // in one plan, each after the one before was found

Status record_changed(const Workshop& workshop, evidence::Log* log) {
  return log == nullptr ? Status() : record_catalog(*log, workshop.snapshot.catalog, workshop.snapshot.digest);
}

void offer_readings(const planner::Proposal& proposal, const Workshop& workshop, render::Report& report) {
  report.question = proposal.question.in(report.language);
  for (const planner::Candidate& candidate : proposal.candidates) {
    auto bound = plan::bind(candidate.plan, report.now, workshop.zone, workshop.snapshot.digest);
    const std::string text = plan::text_of(candidate.plan);
    report.choices.push_back({bound ? plan::words_of(*bound, report.language) : text, text});
  }
}

Result<plan::Plan> plan_given(const Request& request, const Workshop& workshop, evidence::Log* log,
                              const core::Cancel& cancel) {
  RECOUPE_TRY(parsed, plan::parse(request.plan_text));
  return validated(parsed, workshop, log, cancel);
}

Result<planner::Proposal> searched(const instruction::Instruction& instruction, const Workshop& workshop, evidence::Log* log,
                                   const core::Cancel& cancel) {
  planner::Models models = workshop.models;
  std::optional<RecordedModel> recorded;
  if (log != nullptr) RECOUPE_CHECK(record_readers(*log, models));
  if (models.model != nullptr && log != nullptr) models.model = &recorded.emplace(*models.model, *log);
  return planner::propose(instruction, workshop.snapshot.catalog, models, cancel);
}

Result<planner::Proposal> written(const instruction::Instruction& instruction, const Request& request, const Workshop& workshop,
                                  evidence::Log* log, const core::Cancel& cancel) {
  std::optional<RecordedAuthor> recorded;
  planner::Author& author = log != nullptr ? recorded.emplace(*workshop.author, *log) : *workshop.author;
  const planner::Validate validate = [&](const plan::Plan& plan) { return validated(plan, workshop, log, cancel); };
  const int repairs_max = request.model_answer ? 0 : planner::author_repairs_max;
  return planner::propose_by(author, instruction, workshop.snapshot.catalog, workshop.config.model_settings.sends_values, repairs_max, validate, cancel);
}

Result<plan::Plan> plan_proposed(const Request& request, const Workshop& workshop, evidence::Log* log,
                                 render::Report& report, std::vector<planner::Candidate>& candidates,
                                 const core::Cancel& cancel) {
  const instruction::Instruction instruction{request.instruction, report.language, report.now, workshop.zone,
                                             request.sources};
  if (workshop.progress) workshop.progress({"understanding the instruction", "compréhension de la consigne"});
  RECOUPE_TRY(proposal, workshop.author != nullptr ? written(instruction, request, workshop, log, cancel) : searched(instruction, workshop, log, cancel));
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

/// Tells whether a refusal may only mean that the catalog is older than the sources.
bool may_be_newer_than(const core::Error& error, const catalog::Snapshot& snapshot) {
  const bool misses = error.code == core::Code::unknown_name || error.code == core::Code::not_answerable;
  return misses && core::system_now().micros - snapshot.read_at.micros > catalog_fresh_s * 1'000'000;
}

}  // namespace

Result<plan::Plan> validated(const plan::Plan& parsed, const Workshop& workshop, evidence::Log* log,
                             const core::Cancel& cancel) {
  catalog::Snapshot& snapshot = workshop.snapshot;
  auto plan = plan::validate(parsed, snapshot.catalog);
  for (int i = 0; !plan && i < paths_looked_for_max; ++i) {
    const auto paths = plan::paths_to_look_for(parsed, plan.error(), snapshot.catalog);
    RECOUPE_TRY(found, look_for(paths, workshop.config, workshop.connections, snapshot, cancel));
    if (!found) break;
    RECOUPE_CHECK(record_changed(workshop, log));
    plan = plan::validate(parsed, snapshot.catalog);
  }
  return plan;
}

Result<plan::Plan> plan_of(const Request& request, const Workshop& workshop, evidence::Log* log, render::Report& report,
                           std::vector<planner::Candidate>& candidates, const core::Cancel& cancel) {
  const auto make = [&] {
    return request.instruction.empty() ? plan_given(request, workshop, log, cancel)
                                       : plan_proposed(request, workshop, log, report, candidates, cancel);
  };
  auto plan = make();
  if (plan || !may_be_newer_than(plan.error(), workshop.snapshot)) return plan;
  const std::string digest = workshop.snapshot.digest;
  candidates.clear();
  RECOUPE_TRY(read, catalog_of(workshop.config, workshop.connections, true, cancel, workshop.progress));
  workshop.snapshot = std::move(read);
  if (workshop.snapshot.digest != digest) RECOUPE_CHECK(record_changed(workshop, log));
  else if (workshop.author != nullptr) return plan;  // it would be asked the same again
  return make();
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
