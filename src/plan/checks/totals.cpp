// CHECK TOTALS: aggregates of both sides agree group by group.
#include "plan/checks/check_rules.hpp"
#include "plan/infer_types.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

core::Result<ScopeColumn> key_column(const Pair& pair) {
  Named key{pair.left, pair.name, {}};
  RECOUPE_CHECK(name_column(key));
  ScopeColumn column = made_column(key.output_name, *common_type(pair.left.type, pair.right.type));
  return column;
}

}  // namespace

core::Result<Scope> columns_of(Totals& check, const Sides& sides) {
  Scope out;
  for (Pair& pair : check.by) {
    RECOUPE_CHECK(infer_pair(pair, sides, false, "BY"));
    RECOUPE_TRY(column, key_column(pair));
    RECOUPE_CHECK(refuse_taken(out, column.path.front(), pair.left.span));
    out.push_back(std::move(column));
  }
  int number = 0;
  for (Pair& pair : check.compare) {
    RECOUPE_CHECK(infer_pair(pair, sides, true, "COMPARE"));
    ++number;
    for (const auto& [name, expr] : {std::pair("left_", &pair.left), std::pair("right_", &pair.right)}) {
      ScopeColumn column = made_column(name + std::to_string(number), expr->type);
      RECOUPE_CHECK(refuse_taken(out, column.path.front(), expr->span));
      out.push_back(std::move(column));
    }
  }
  RECOUPE_CHECK(refuse_taken(out, "differences", sides.span));
  out.push_back(differences_column());
  return out;
}

}  // namespace recoupe::plan
