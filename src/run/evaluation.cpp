#include "run/evaluation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "plan/traverse.hpp"
#include "run/same_answer.hpp"

namespace recoupe::run {
namespace {

using core::Json;
using core::Result;

core::Error malformed(const core::Bilingual& what) {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"a case " + what.en, "un cas " + what.fr},
          .remedy = {"See docs/planner.md for the form of a case file.", "Voyez docs/planner.md pour la forme d'un fichier de cas."}};
}

/// Names what a plan does, the first check or aggregate deciding.
std::string form_of(const plan::Plan& plan) {
  std::string form = "list";
  for (const plan::Step& step : plan.pipeline.steps) {
    if (const auto* check = plan::if_is<plan::Check>(step)) {
      constexpr std::array names{"exists", "absent", "match", "totals", "unique", "sequence", "rule"};
      form = names[check->check.index()];
    } else if (plan::if_is<plan::Aggregate>(step)) {
      form += form == "list" ? "" : "+aggregate";
      if (form == "list") form = "aggregate";
    } else if (plan::if_is<plan::Limit>(step)) {
      form += "+first";
    } else if (plan::if_is<plan::Unnest>(step)) {
      form += "+unnest";
    }
  }
  return form;
}

void describe(const std::string& text, Evaluated& out) {
  const auto parsed = plan::parse(text);
  if (!parsed) return;
  out.form = form_of(*parsed);
  std::set<std::string> servers;
  plan::for_each_table(parsed->pipeline, [&](const plan::TableRef& table) { servers.insert(table.server); });
  out.sources = static_cast<std::int64_t>(servers.size());
}

class Judge {
 public:
  Judge(Session& session, const EvaluationCase& one, core::Timestamp now, const core::Cancel& cancel)
      : session_(session), one_(one), now_(now), cancel_(cancel) {}

  /// Gives the answers of the case's plans; nothing where one can't be answered.
  std::optional<std::vector<result::Answer>> expected() {
    std::vector<result::Answer> answers;
    for (const std::string& plan : one_.plans) {
      render::Report report = answer_of(plan);
      if (report.error) return std::nullopt;
      answers.push_back(std::move(report.answer));
    }
    return answers;
  }

  bool is_right(const std::string& plan, const std::vector<result::Answer>& expected) {
    const render::Report report = answer_of(plan);
    return !report.error && std::ranges::any_of(expected, [&](const auto& one) { return same_answer(report.answer, one); });
  }

 private:
  render::Report answer_of(const std::string& plan) {
    Request request;
    request.plan_text = plan;
    request.now = now_;
    return session_.answer(request, cancel_);
  }

  Session& session_;
  const EvaluationCase& one_;
  core::Timestamp now_;
  const core::Cancel& cancel_;
};

EvaluationOutcome outcome_of(const EvaluationCase& one, const render::Report& report, Judge& judge, Evaluated& out) {
  const bool refused = report.status == render::Status::refused;
  if (report.status == render::Status::error || report.status == render::Status::interrupted) return EvaluationOutcome::failed;
  if (one.kind == "refuse") return refused ? EvaluationOutcome::right : report.choices.empty() ? EvaluationOutcome::wrong
                                                                                              : EvaluationOutcome::asked_wrong;
  if (refused) return EvaluationOutcome::refused;
  const auto expected = judge.expected();
  if (!expected) return EvaluationOutcome::failed;
  out.empty = std::ranges::all_of(*expected, [](const auto& answer) { return answer.row_count == 0; });
  if (report.status == render::Status::clarify) {
    const bool offered = std::ranges::any_of(report.choices, [&](const auto& choice) { return judge.is_right(choice.plan, *expected); });
    if (one.kind == "clarify" && offered) return EvaluationOutcome::right;
    return offered ? EvaluationOutcome::asked_right : EvaluationOutcome::asked_wrong;
  }
  if (one.kind == "clarify") return EvaluationOutcome::wrong;
  return judge.is_right(report.plan_text, *expected) ? EvaluationOutcome::right : EvaluationOutcome::wrong;
}

}  // namespace

std::string_view name_of(EvaluationOutcome outcome) {
  constexpr std::array<std::string_view, 6> names{"right", "wrong", "asked_right", "asked_wrong", "refused", "failed"};
  return names[static_cast<std::size_t>(outcome)];
}

Result<EvaluationCase> evaluation_case(std::string_view line) {
  RECOUPE_TRY(json, Json::parse(line));
  EvaluationCase out{json.text("id"), json.text("lang"), json.text("kind"), json.text("reason"), json.text("instruction"), {}};
  if (out.instruction.empty() || (out.kind != "plan" && out.kind != "clarify" && out.kind != "refuse"))
    return core::fail(malformed({"needs an instruction and a kind: plan, clarify or refuse",
                                 "doit avoir une consigne et un genre : plan, clarify ou refuse"}));
  if (out.kind == "plan") out.plans.push_back(json.text("plan"));
  for (const char* list : {"readings", "also_right"})
    if (const Json* plans = json.find(list); plans != nullptr && plans->if_array() != nullptr)
      for (const Json& plan : *plans->if_array())
        if (plan.if_string() != nullptr) out.plans.push_back(*plan.if_string());
  if (out.kind != "refuse" && (out.plans.empty() || out.plans.front().empty()))
    return core::fail(malformed({"has no plan to compare with", "n'a pas de plan auquel comparer"}));
  return out;
}

Evaluated evaluate(Session& session, const EvaluationCase& one, core::Timestamp now, const core::Cancel& cancel) {
  Evaluated out;
  if (!one.plans.empty()) describe(one.plans.front(), out);
  Request request;
  request.instruction = one.instruction;
  request.now = now;
  const auto start = std::chrono::steady_clock::now();
  const Proposed proposed = session.propose(request, cancel);
  out.ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  const render::Report& report = proposed.report;
  out.proposed = !report.plan_text.empty() ? report.plan_text : report.error ? std::string(core::name_of(report.error->code)) : "";
  Judge judge(session, one, now, cancel);
  out.outcome = outcome_of(one, report, judge, out);
  return out;
}

Json to_json(const EvaluationCase& one, const Evaluated& evaluated) {
  return Json::object({{"id", one.id},
                       {"language", one.language},
                       {"kind", one.kind},
                       {"reason", one.reason},
                       {"instruction", one.instruction},
                       {"expected", one.plans.empty() ? std::string() : one.plans.front()},
                       {"outcome", name_of(evaluated.outcome)},
                       {"proposed", evaluated.proposed},
                       {"form", evaluated.form},
                       {"sources", evaluated.sources},
                       {"ms", evaluated.ms},
                       {"empty", evaluated.empty}});
}

}  // namespace recoupe::run
