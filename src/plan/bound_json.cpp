#include "plan/bound_json.hpp"

#include <utility>

#include "core/hash.hpp"
#include "plan/json.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {

using core::Code;
using core::fail;
using core::Json;
using core::Result;
using core::Status;

namespace {

Json period_json(const PeriodLiteral& period) {
  Json out = Json::object({{"period", period.period.neutral()}});
  if (period.days) out.set("days", Json::array({core::text_of(period.days->from), core::text_of(period.days->to)}));
  if (period.from && period.to) out.set("instants", Json::array({core::text_of(*period.from), core::text_of(*period.to)}));
  return out;
}

// What the bound digest covers.
Json covered(const BoundPlan& bound) {
  Json periods = Json::array();
  for_each_expression_in(bound.plan.pipeline, [&](const Expr& expr) {
    if (const PeriodLiteral* period = if_is<PeriodLiteral>(expr)) periods.push(period_json(*period));
  });
  return Json::object({{"v", json_version},
                       {"plan", to_json(bound.plan)},
                       {"now", core::text_of(bound.now)},
                       {"time_zone", bound.zone.name()},
                       {"catalog_digest", bound.catalog_digest},
                       {"periods", std::move(periods)}});
}

core::Error damaged(const std::string& en, const std::string& fr) {
  return {.code = Code::evidence_invalid,
          .origin = core::Origin::user,
          .stage = "plan",
          .message = {"The recorded plan cannot be used: " + en + ".", "Le plan enregistré est inutilisable : " + fr + "."},
          .remedy = {"Take it from the run's sealed evidence again.", "Reprenez-le dans la preuve scellée de l'exécution."}};
}

core::Error no_period() { return damaged("a period lacks its days", "il manque ses jours à une période"); }

// The two texts of a member that is an array of two.
Result<std::pair<std::string, std::string>> pair_of_texts(const Json& json, std::string_view key) {
  const Json* member = json.find(key);
  const core::JsonArray* items = member ? member->if_array() : nullptr;
  if (!items || items->size() != 2) return fail(no_period());
  const std::string* from = (*items)[0].if_string();
  const std::string* to = (*items)[1].if_string();
  if (!from || !to) return fail(no_period());
  return std::pair{*from, *to};
}

Status take_period(const Json& json, PeriodLiteral& out) {
  RECOUPE_TRY(days, pair_of_texts(json, "days"));
  RECOUPE_TRY(instants, pair_of_texts(json, "instants"));
  RECOUPE_TRY(first, core::parse_date(days.first));
  RECOUPE_TRY(end, core::parse_date(days.second));
  RECOUPE_TRY(from, core::parse_timestamp(instants.first));
  RECOUPE_TRY(to, core::parse_timestamp(instants.second));
  out.days = {first, end};
  out.from = from;
  out.to = to;
  return {};
}

}  // namespace

std::string bound_digest_of(const BoundPlan& bound) {
  return core::named(core::sha256(core::canonical(covered(bound))));
}

Json to_json(const BoundPlan& bound) {
  Json out = covered(bound);
  out.set("digest", bound.digest);
  out.set("bound_digest", bound.bound_digest);
  return out;
}

Result<BoundPlan> bound_plan_from_json(const Json& json, const catalog::Catalog& catalog) {
  const Json* plan_json = json.find("plan");
  const Json* periods_json = json.find("periods");
  const core::JsonArray* periods = periods_json ? periods_json->if_array() : nullptr;
  if (!plan_json || !periods || json.integer("v") != json_version) {
    return fail(damaged("it is no bound plan of version 1", "ce n'est pas un plan lié de version 1"));
  }
  RECOUPE_TRY(plan, from_json(*plan_json));
  RECOUPE_TRY(now, core::parse_timestamp(json.text("now")));
  RECOUPE_TRY(zone, core::TimeZone::find(json.text("time_zone")));
  std::size_t taken = 0;
  Status status;
  for_each_expression_in(plan.pipeline, [&](Expr& expr) {
    PeriodLiteral* period = if_is<PeriodLiteral>(expr);
    if (!period || !status) return;
    status = taken < periods->size() ? take_period((*periods)[taken], *period) : fail(no_period());
    ++taken;
  });
  RECOUPE_CHECK(status);
  BoundPlan out{std::move(plan), now, std::move(zone), json.text("catalog_digest"), {}, {}};
  out.digest = digest_of(out.plan);
  out.bound_digest = bound_digest_of(out);
  if (taken != periods->size() || out.digest != json.text("digest") || out.bound_digest != json.text("bound_digest")) {
    return fail(damaged("its digest is not the recorded one", "son empreinte n'est pas celle enregistrée"));
  }
  RECOUPE_TRY(validated, validate(std::move(out.plan), catalog));
  out.plan = std::move(validated);
  return out;
}

}  // namespace recoupe::plan
