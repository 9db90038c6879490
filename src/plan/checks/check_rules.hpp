// The seven audit checks: what each asks of its sides and which columns it puts out. One rule a file.
// Takes a check and the columns of its sides, gives the columns it puts out before `finding`. Included by validate.
#pragma once

#include "plan/infer.hpp"
#include "plan/scope.hpp"

namespace recoupe::plan {

/// The columns that a check sees; `right` is empty where it has no second side.
struct Sides {
  const Scope& left;
  const Scope& right;
  const core::Span& span;
};

core::Result<Scope> columns_of(Exists& check, const Sides& sides);
core::Result<Scope> columns_of(Absent& check, const Sides& sides);
core::Result<Scope> columns_of(Match& check, const Sides& sides);
core::Result<Scope> columns_of(Totals& check, const Sides& sides);
core::Result<Scope> columns_of(Unique& check, const Sides& sides);
core::Result<Scope> columns_of(Sequence& check, const Sides& sides);
core::Result<Scope> columns_of(Rule& check, const Sides& sides);

/// Adds the check's column; an earlier `finding` of a check becomes `finding_1`, one of a source is refused.
core::Result<Scope> with_finding(Scope columns, const std::string& name, const core::Span& span);

/// Infers an ON that must hold an equality between the two sides.
core::Status infer_on(Expr& on, const Sides& sides, std::string_view what);

/// Infers `l = r` of BY and COMPARE, l over the left side and r over the right one. `aggregates`: of TOTALS' COMPARE.
core::Status infer_pair(Pair& pair, const Sides& sides, bool aggregates, std::string_view what);

/// Infers an expression that must hold an aggregate.
core::Status infer_aggregate(Expr& expr, Place place, std::string_view what);

/// Makes a column that a check adds.
ScopeColumn made_column(std::string name, core::Type type);
/// Makes `differences`: a list of documents with column, left and right.
ScopeColumn differences_column();

}  // namespace recoupe::plan
