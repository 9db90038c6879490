// CHECK UNIQUE: no two rows have the same key.
#include "plan/checks/check_rules.hpp"

namespace recoupe::plan {

core::Result<Scope> columns_of(Unique& check, const Sides& sides) {
  for (Expr& key : check.by) RECOUPE_CHECK(infer_key(key, {sides.left}, "CHECK UNIQUE"));
  return passed_on(sides.left);
}

}  // namespace recoupe::plan
