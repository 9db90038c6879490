// CHECK SEQUENCE: numbers (or days) follow each other without a gap or a repetition.
#include "plan/checks/check_rules.hpp"
#include "plan/infer_mismatch.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {

core::Result<Scope> columns_of(Sequence& check, const Sides& sides) {
  RECOUPE_CHECK(infer_key(check.by, {sides.left}, "CHECK SEQUENCE"));
  if (check.by.type.kind != core::Kind::int64 && check.by.type.kind != core::Kind::date) {
    core::Error error = unfit(check.by, "CHECK SEQUENCE", {"INT64 or DATE", "INT64 ou DATE"});
    error.remedy = remedy_for(check.by, core::Kind::int64);
    return core::fail(std::move(error));
  }
  for (Expr& key : check.partition) RECOUPE_CHECK(infer_key(key, {sides.left}, "PARTITION BY"));
  Scope out = passed_on(sides.left);
  for (const char* name : {"gap_from", "gap_to"}) {
    RECOUPE_CHECK(refuse_taken(out, name, sides.span));
    out.push_back(made_column(name, check.by.type));
  }
  return out;
}

}  // namespace recoupe::plan
