// CHECK EXISTS: each row has a counterpart on the other side; the selected columns of it are added.
#include <algorithm>

#include "plan/checks/check_rules.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

/// The alias under which a selected column can be named: of the column, else of the whole side.
std::string alias_of(const Named& column, const Sides& sides) {
  if (const Name* name = if_is<Name>(column.expr)) {
    return sides.right[static_cast<std::size_t>(name->slot) - sides.left.size()].alias;
  }
  const bool one = std::ranges::all_of(sides.right, [&](const ScopeColumn& each) {
    return each.alias == sides.right.front().alias;
  });
  return one ? sides.right.front().alias : std::string();
}

}  // namespace

core::Result<Scope> columns_of(Exists& check, const Sides& sides) {
  RECOUPE_CHECK(infer_on(check.on, sides, "CHECK EXISTS"));
  const int shift = static_cast<int>(sides.left.size());
  MadeColumns selected(sides.right, shift);
  for (Named& column : check.select) {
    RECOUPE_CHECK(infer(column.expr, {sides.right, shift}));
    RECOUPE_CHECK(name_column(column));
    RECOUPE_CHECK(selected.add(column, alias_of(column, sides)));
  }
  RECOUPE_CHECK(refuse_clash(sides.left, selected.behind({}), sides.span));
  return selected.behind(passed_on(sides.left));
}

}  // namespace recoupe::plan
