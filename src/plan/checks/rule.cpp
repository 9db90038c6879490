// CHECK RULE: a condition that every row must satisfy.
#include "plan/checks/check_rules.hpp"

namespace recoupe::plan {

core::Result<Scope> columns_of(Rule& check, const Sides& sides) {
  RECOUPE_CHECK(infer_condition(check.condition, {sides.left}, "CHECK RULE"));
  return passed_on(sides.left);
}

}  // namespace recoupe::plan
