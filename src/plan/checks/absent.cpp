// CHECK ABSENT: no row has a counterpart on the other side.
#include "plan/checks/check_rules.hpp"

namespace recoupe::plan {

core::Result<Scope> columns_of(Absent& check, const Sides& sides) {
  RECOUPE_CHECK(infer_on(check.on, sides, "CHECK ABSENT"));
  return passed_on(sides.left);
}

}  // namespace recoupe::plan
