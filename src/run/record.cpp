#include "run/record.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "planner/linker.hpp"

namespace recoupe::run {
namespace {

using core::Json;
using evidence::Payload;

std::string person() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::getuid());
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

Json findings_json(const result::Answer& answer) {
  Json findings = Json::object();
  for (const result::CheckCounts& check : answer.findings) {
    Json counts = Json::object();
    for (const auto& [finding, count] : check.counts) counts.set(finding, count);
    findings.set(check.name, std::move(counts));
  }
  return findings;
}

}  // namespace

core::Status record_start(evidence::Log& log, const Config& config, const std::string& replay_of) {
  Json body = Json::object({{"person", person()},
                            {"host", host()},
                            {"versions", Json::object({{"recoupe", RECOUPE_VERSION}})},
                            {"config", config.digest}});
  if (!replay_of.empty()) body.set("replay_of", replay_of);
  return log.append("run_started", std::move(body));
}

core::Status record_instruction(evidence::Log& log, const std::string& text, core::Language language, bool is_plan) {
  const Payload payload{is_plan ? "plan_text" : "instruction", text};
  return log.append("instruction", Json::object({{"form", is_plan ? "plan" : "words"}, {"language", core::code_of(language)}}),
                    std::span(&payload, 1));
}

core::Status record_catalog(evidence::Log& log, const catalog::Catalog& catalog, const std::string& digest) {
  Json sources = Json::array();
  for (const catalog::Source& source : catalog.sources)
    sources.push(Json::object({{"server", source.server},
                               {"product", source.product},
                               {"tables", static_cast<std::int64_t>(source.tables.size())}}));
  return log.append("catalog", Json::object({{"digest", digest}, {"sources", std::move(sources)}}));
}

core::Status record_bound(evidence::Log& log, const plan::BoundPlan& bound) {
  const Payload payload{"bound_plan", core::canonical(plan::to_json(bound))};
  return log.append("plan_bound",
                    Json::object({{"plan", bound.digest}, {"bound", bound.bound_digest}, {"time_zone", bound.zone.name()}}),
                    std::span(&payload, 1));
}

core::Status record_refusal(evidence::Log& log, const core::Error& error) {
  const Payload payload{"message", error.message.en};
  return log.append("refused", Json::object({{"code", core::name_of(error.code)}, {"stage", error.stage}}),
                    std::span(&payload, 1));
}

core::Status record_result(evidence::Log& log, const render::Report& report) {
  Json coverage = Json::array();
  for (const result::Coverage& line : report.answer.coverage)
    coverage.push(Json::object({{"source", line.source}, {"population", line.population}, {"read", line.read},
                                {"unreadable", line.unreadable}}));
  // By digest_lines `verify` finds the result digest again, without recoupe's engine.
  std::vector<Payload> payloads = {{"report", render::to_json(report, core::limits::rows_shown_max).dump()}};
  if (!report.answer.digest_lines.empty()) payloads.push_back({"digest_lines", report.answer.digest_lines});
  return log.append("result",
                    Json::object({{"digest", report.answer.digest},
                                  {"rows", report.answer.row_count},
                                  {"findings", findings_json(report.answer)},
                                  {"coverage", std::move(coverage)}}),
                    payloads);
}

core::Status record_readers(evidence::Log& log, const planner::Models& models) {
  if (models.embedder == nullptr) return {};
  Json body = Json::object({{"embedder", models.embedder->identity()}});
  if (models.linker != nullptr) body.set("linker", models.linker->identity());
  return log.append("model_asked", std::move(body));
}

core::Result<std::vector<RecordedModel::Score>> RecordedModel::score(std::string_view prefix,
                                                                     std::span<const std::string> continuations,
                                                                     const core::Cancel& cancel) {
  Json asked = Json::object({{"prefix", prefix}});
  for (const std::string& text : continuations) {
    if (asked.find("continuations") == nullptr) asked.set("continuations", Json::array());
    asked.if_object()->back().second.push(text);
  }
  const Payload question{"prompt", asked.dump()};
  RECOUPE_CHECK(log_.append("model_asked", Json::object({{"model", model_.identity()},
                                                         {"texts", static_cast<std::int64_t>(continuations.size())}}),
                            std::span(&question, 1)));
  RECOUPE_TRY(scores, model_.score(prefix, continuations, cancel));
  Json answered = Json::array();
  std::int64_t tokens = 0;
  for (const Score& score : scores) {
    answered.push(score.log_probability);
    tokens += score.tokens;
  }
  const Payload answer{"scores", answered.dump()};
  RECOUPE_CHECK(log_.append("model_answered", Json::object({{"tokens", tokens}}), std::span(&answer, 1)));
  return scores;
}

}  // namespace recoupe::run
