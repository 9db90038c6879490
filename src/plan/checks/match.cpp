// CHECK MATCH: rows of both sides that meet agree on the compared values.
#include "plan/checks/check_rules.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {

core::Result<Scope> columns_of(Match& check, const Sides& sides) {
  RECOUPE_CHECK(refuse_repeated(sides.right, sides.span));
  RECOUPE_CHECK(refuse_clash(sides.left, sides.right, sides.span));
  RECOUPE_CHECK(infer_on(check.on, sides, "CHECK MATCH"));
  for (Pair& pair : check.compare) RECOUPE_CHECK(infer_pair(pair, sides, false, "COMPARE"));
  Scope out = passed_on(joined(sides.left, sides.right));
  RECOUPE_CHECK(refuse_taken(out, "differences", sides.span));
  out.push_back(differences_column());
  return out;
}

}  // namespace recoupe::plan
