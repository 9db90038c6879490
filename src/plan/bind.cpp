#include <utility>

#include "core/hash.hpp"
#include "plan/bound_json.hpp"
#include "plan/plan.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {

using core::Result;

std::string digest_of(const Plan& plan) { return core::named(core::sha256(core::canonical(to_json(plan)))); }

Result<BoundPlan> bind(const Plan& validated, core::Timestamp now, const core::TimeZone& zone, std::string catalog_digest) {
  BoundPlan out{validated, now, zone, std::move(catalog_digest), digest_of(validated), {}};
  const core::Date today = zone.day_of(now);
  std::optional<core::Error> error;
  for_each_expression_in(out.plan.pipeline, [&](Expr& expr) {
    PeriodLiteral* period = if_is<PeriodLiteral>(expr);
    if (!period || error) return;
    auto days = instruction::resolve(period->period, today);
    if (!days) {
      error = std::move(days).error();
      error->span = expr.span;
      return;
    }
    period->days = *days;
    period->from = zone.midnight(days->from);
    period->to = zone.midnight(days->to);
  });
  if (error) return core::fail(std::move(*error));
  out.bound_digest = bound_digest_of(out);
  return out;
}

}  // namespace recoupe::plan
