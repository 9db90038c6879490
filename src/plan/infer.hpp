// Types of expressions: resolves their names in a scope, fills Name::slot, Expr::type and Expr::may_be_missing, and
// says why an expression has no meaning. Included by validate and checks.
#pragma once

#include "plan/scope.hpp"

namespace recoupe::plan {

/// Where an expression stands.
struct Place {
  const Scope& scope;       // the columns that it sees
  int shift = 0;            // where that scope begins in the step's input (the right side's stands behind the left's)
  bool aggregates = false;  // in AGGREGATE and TOTALS' COMPARE: every name must stand inside an aggregate
};

/// Infers a whole expression.
core::Status infer(Expr& expr, const Place& place);
/// Infers a condition (WHERE, ON, RULE): it must be BOOL. `what` names it in the refusal.
core::Status infer_condition(Expr& expr, const Place& place, std::string_view what);
/// Infers a value by which rows are grouped, ordered or compared: no array, document or MIXED.
core::Status infer_key(Expr& expr, const Place& place, std::string_view what);
/// Infers the path of UNNEST and gives its column in `place.scope`: an array, perhaps below another one.
core::Result<int> infer_array(Expr& path, const Place& place);

/// Gives both sides of a pair the type in which they meet (a decimal literal takes the other's), or says why not.
core::Status meet(Expr& left, Expr& right, std::string_view what);

}  // namespace recoupe::plan
