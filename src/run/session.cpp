#include "run/session.hpp"

#include "core/clock.hpp"
#include "evidence/log.hpp"
#include "monitor/span.hpp"
#include "run/catalogs.hpp"
#include "run/explain.hpp"
#include "run/model_files.hpp"
#include "run/pipeline.hpp"
#include "run/record.hpp"
#include "run/recorded_author.hpp"
#include "run/time_budget.hpp"

namespace recoupe::run {

using core::Result;
using core::Status;

struct Session::State {
  Config config;
  execute::Progress progress;
  std::shared_ptr<monitor::Monitor> monitor;
  Connections connections;
  LoadedModels models;
  std::unique_ptr<GivenAuthor> hand_given;  // of the request under way
  std::optional<catalog::Snapshot> snapshot;

  State(Config given, execute::Progress sink, std::shared_ptr<monitor::Monitor> watching)
      : config(std::move(given)),
        progress(std::move(sink)),
        monitor(watching ? std::move(watching) : make_monitor(config.log)),
        connections(config) {}

  Result<catalog::Snapshot*> catalog(bool refresh, const core::Cancel& cancel) {
    if (!snapshot || refresh) {
      RECOUPE_TRY(read, catalog_of(config, connections, refresh, cancel, progress));
      snapshot = std::move(read);
    }
    return &*snapshot;
  }

  Result<Workshop> workshop(const Request& request, const core::Cancel& cancel) {
    RECOUPE_TRY(known, catalog(false, cancel));
    ReadyModels ready;
    if (request.model_answer) {
      hand_given = std::make_unique<GivenAuthor>(*request.model_answer);
      ready.author = hand_given.get();
    } else if (!request.instruction.empty()) {
      if (progress) progress({"loading the model", "chargement du modèle"});
      RECOUPE_TRY(loaded, models.load(config, progress, cancel));
      ready = loaded;
    }
    return Workshop{config, connections, *known, ready.weighing, request.zone.value_or(config.zone), progress, ready.author};
  }

  [[nodiscard]] render::Report begin(const Request& request) const {
    render::Report report;
    report.instruction = request.instruction;
    report.now = request.now.value_or(core::system_now());
    report.time_zone = request.zone.value_or(config.zone).name();
    const core::Language fallback = config.language.value_or(locale_language());
    report.language = request.language     ? *request.language
                      : config.language    ? *config.language
                      : request.instruction.empty() ? fallback
                                                    : instruction::detect_language(request.instruction, fallback);
    return report;
  }

  Status run_stages(const Request& request, evidence::Log& log, render::Report& report, const core::Cancel& cancel) {
    RECOUPE_CHECK(record_start(log, config, request.replay_of));
    const bool is_plan = request.instruction.empty();
    RECOUPE_CHECK(record_instruction(log, is_plan ? request.plan_text : request.instruction, report.language, is_plan));
    RECOUPE_TRY(ready, workshop(request, cancel));
    RECOUPE_CHECK(record_catalog(log, ready.snapshot.catalog, ready.snapshot.digest));
    std::vector<planner::Candidate> candidates;
    RECOUPE_TRY(plan, plan_of(request, ready, &log, report, candidates, cancel));
    RECOUPE_TRY(physical, bind_plan(plan, ready, report, request.passes));
    RECOUPE_CHECK(record_bound(log, physical.bound));
    return run_plan(physical, ready, log, report, cancel);
  }
};

namespace {

render::Status status_of(const core::Error& error) {
  if (error.code == core::Code::clarification_needed) return render::Status::clarify;
  if (error.code == core::Code::interrupted) return render::Status::interrupted;
  return core::exit_code_of(error.code) == core::exit_code_of(core::Code::policy) ? render::Status::refused
                                                                                  : render::Status::error;
}

/// Says how a piece of work ended to those who watch.
void say_end(monitor::Span& span, const render::Report& report) {
  span.set("recoupe.status", render::name_of(report.status));
  span.set("recoupe.rows", report.answer.row_count);
  if (!report.error) return;
  const bool is_fault = report.status == render::Status::error;
  span.fail(core::name_of(report.error->code), is_fault ? monitor::Level::error : monitor::Level::warning);
}

void fail(render::Report& report, core::Error error) {
  report.status = status_of(error);
  report.error = std::move(error);
}

/// Writes the end of the log; a log that can't be written is itself the error.
void seal(evidence::Log& log, render::Report& report) {
  report.evidence_path = log.folder().string();
  Status recorded = report.error ? record_refusal(log, *report.error) : record_result(log, report);
  if (recorded) recorded = log.seal(render::name_of(report.status), report.answer.digest);
  if (!recorded && !report.error) fail(report, std::move(recorded).error());
  report.evidence_head = log.head();
}

}  // namespace

Session::Session(Config config, execute::Progress progress, std::shared_ptr<monitor::Monitor> monitor)
    : state_(std::make_unique<State>(std::move(config), std::move(progress), std::move(monitor))) {}
Session::~Session() = default;

const Config& Session::config() const { return state_->config; }

Result<catalog::Snapshot> Session::catalog(bool refresh, const core::Cancel& cancel) {
  monitor::Span span(*state_->monitor, "recoupe.catalog", {});
  auto snapshot = state_->catalog(refresh, cancel);
  if (snapshot) return **snapshot;
  state_->connections.drop_lost(snapshot.error());
  span.fail(core::name_of(snapshot.error().code), monitor::Level::error);
  return core::fail(std::move(snapshot).error());
}

Result<physical::Explanation> Session::explain(const physical::PhysicalPlan& plan, const core::Cancel& cancel) {
  const monitor::Span span(*state_->monitor, "recoupe.explain", {});
  return run::explain(plan, state_->connections, cancel);
}

Result<planner::AuthorPrompt> Session::model_prompt(const Request& request, const core::Cancel& cancel) {
  const render::Report report = state_->begin(request);
  RECOUPE_TRY(known, state_->catalog(false, cancel));
  const instruction::Instruction instruction{request.instruction, report.language, report.now, request.zone.value_or(state_->config.zone), request.sources};
  return planner::author_prompt(instruction, known->catalog, state_->config.model_settings.sends_values);
}

Result<plan::Plan> Session::validate(const plan::Plan& plan, const core::Cancel& cancel) {
  RECOUPE_TRY(ready, state_->workshop({}, cancel));
  return validated(plan, ready, nullptr, cancel);
}

render::Report Session::answer(const Request& request, const core::Cancel& cancel) {
  render::Report report = state_->begin(request);
  report.run_id = evidence::new_run_id(core::system_now());
  monitor::Span span(*state_->monitor, "recoupe.run", report.run_id);
  // What cannot be marked now is shown as aborted by verify all the same.
  [[maybe_unused]] const auto marked = evidence::mark_aborted(state_->config.store);
  auto log = evidence::Log::create(state_->config.store, report.run_id);
  if (!log) {
    fail(report, std::move(log).error());
    return report;
  }
  const TimeBudget time(state_->config.time_s_max, cancel);
  if (Status done = state_->run_stages(request, **log, report, time.cancel()); !done) {
    state_->connections.drop_lost(done.error());
    fail(report, time.explained(std::move(done).error()));
    report.answer = {};
  }
  seal(**log, report);
  say_end(span, report);
  return report;
}

Proposed Session::propose(const Request& request, const core::Cancel& cancel) {
  Proposed proposed{state_->begin(request), {}, {}};
  monitor::Span span(*state_->monitor, "recoupe.plan", {});
  const auto plan_it = [&]() -> Status {
    RECOUPE_TRY(ready, state_->workshop(request, cancel));
    RECOUPE_TRY(plan, plan_of(request, ready, nullptr, proposed.report, proposed.candidates, cancel));
    RECOUPE_TRY(physical, bind_plan(plan, ready, proposed.report, request.passes));
    proposed.physical = std::move(physical);
    return {};
  };
  if (Status done = plan_it(); !done) {
    state_->connections.drop_lost(done.error());
    fail(proposed.report, std::move(done).error());
  }
  say_end(span, proposed.report);
  return proposed;
}

}  // namespace recoupe::run
