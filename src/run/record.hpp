// What each stage writes into the log (EVIDENCE.md "A record"): bodies without anything personal, the rest as payloads.
// Takes stages' values, appends records. Included by pipeline and session.
#pragma once

#include "evidence/log.hpp"
#include "physical/physical_plan.hpp"
#include "planner/planner.hpp"
#include "render/report.hpp"
#include "run/config.hpp"

namespace recoupe::run {

core::Status record_start(evidence::Log& log, const Config& config, const std::string& replay_of);
core::Status record_instruction(evidence::Log& log, const std::string& text, core::Language language, bool is_plan);
core::Status record_catalog(evidence::Log& log, const catalog::Catalog& catalog, const std::string& digest);
core::Status record_bound(evidence::Log& log, const plan::BoundPlan& bound);
core::Status record_refusal(evidence::Log& log, const core::Error& error);
/// Records the result and, as its payload, the whole report as the contract's JSON.
core::Status record_result(evidence::Log& log, const render::Report& report);

/// Records which embedder and which linker read the instruction; nothing where neither does.
core::Status record_readers(evidence::Log& log, const planner::Models& models);

/// A model whose questions and answers are recorded before and after it weighs.
class RecordedModel : public planner::Model {
 public:
  RecordedModel(planner::Model& model, evidence::Log& log) : model_(model), log_(log) {}
  [[nodiscard]] core::Json identity() const override { return model_.identity(); }
  core::Result<std::vector<Score>> score(std::string_view prefix, std::span<const std::string> continuations,
                                         const core::Cancel& cancel) override;

 private:
  planner::Model& model_;
  evidence::Log& log_;
};

}  // namespace recoupe::run
