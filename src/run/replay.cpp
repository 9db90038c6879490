#include "run/replay.hpp"

#include <algorithm>

#include "evidence/verify.hpp"

namespace recoupe::run {
namespace {

using core::Result;

core::Error invalid(const std::string& run_id, const core::Bilingual& why) {
  return {.code = core::Code::evidence_invalid,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {run_id + ": " + why.en, run_id + " : " + why.fr},
          .remedy = {"`recoupe verify` says where the log breaks.", "`recoupe verify` dit où le journal est rompu."}};
}

/// What a run that asked back, was refused or failed is told: it is whole, and there is nothing to compare.
core::Error without_result(const std::string& run_id, const std::vector<evidence::Record>& records) {
  const std::string outcome = records.back().kind == "sealed" ? records.back().body.text("outcome") : "aborted";
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {run_id + " ended without a result (" + outcome + "): there is nothing to compare with",
                      run_id + " s'est terminée sans résultat (" + outcome + ") : il n'y a rien à comparer"},
          .remedy = {"Name a run that has one; `recoupe runs` lists them.",
                     "Nommez une exécution qui en a un ; `recoupe runs` les énumère."}};
}

const evidence::Record* find(const std::vector<evidence::Record>& records, std::string_view kind) {
  const auto found = std::ranges::find(records, kind, &evidence::Record::kind);
  return found == records.end() ? nullptr : &*found;
}

/// Tells in which counts two results differ.
core::Bilingual drift_between(const core::Json& then, const render::Report& now) {
  const std::string before = std::to_string(then.integer("rows"));
  const std::string after = std::to_string(now.answer.row_count);
  return {"the data has changed: " + before + " rows then, " + after + " now; the result digests differ",
          "les données ont changé : " + before + " lignes alors, " + after + " maintenant ; les empreintes diffèrent"};
}

}  // namespace

Result<Replay> replay(Session& session, const std::filesystem::path& run_folder, const core::Cancel& cancel) {
  const std::string run_id = run_folder.filename().string();
  RECOUPE_TRY(verified, evidence::verify(run_folder));
  if (!verified.faults.empty()) return core::fail(invalid(run_id, verified.faults.front().why));
  RECOUPE_TRY(records, evidence::read_records(run_folder));
  const evidence::Record* bound = find(records, "plan_bound");
  const evidence::Record* result = find(records, "result");
  if (bound == nullptr || result == nullptr) return core::fail(without_result(run_id, records));
  RECOUPE_TRY(text, evidence::read_payload(run_folder, *bound, "bound_plan"));
  RECOUPE_TRY(json, core::Json::parse(text));
  RECOUPE_TRY(plan, plan::from_json(json.find("plan") != nullptr ? *json.find("plan") : core::Json()));
  RECOUPE_TRY(now, core::parse_timestamp(json.text("now")));
  RECOUPE_TRY(zone, core::TimeZone::find(json.text("time_zone")));
  Request request;
  request.zone = zone;
  request.plan_text = plan::text_of(plan);
  request.now = now;
  request.replay_of = run_id;
  Replay out{result->body.text("digest"), session.answer(request, cancel), false, {}};
  if (out.report.status != render::Status::ok) return out;
  out.same = out.report.answer.digest == out.original_digest;
  if (!out.same) out.drift = drift_between(result->body, out.report);
  return out;
}

}  // namespace recoupe::run
