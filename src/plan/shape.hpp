// What a tree must be like, whichever form it was read from, so that each form can write what another reads.
// Takes a node, gives what is wrong with it. Included by the parser and the JSON reader.
#pragma once

#include <optional>
#include <vector>

#include "plan/nodes.hpp"

namespace recoupe::plan {

struct Complaint {
  core::Bilingual message;  // without a point at the end: where it is wrong is put around it
  core::Bilingual remedy;
};

/// Says what is wrong with a call itself: number of operands, unit, period, type, comparison with NULL.
std::optional<Complaint> complaint_about(const Call& call);
/// Says whether an expression is nested deeper than `plan_depth_max`.
std::optional<Complaint> complaint_about_depth(const Expr& expr);

/// Joins conditions by AND or OR; operands that are the same operation are spliced in.
Call combined(Op op, std::vector<Expr> operands);

/// Empties a name that says what would be the column's name anyway (email AS email).
void drop_needless_name(Named& column);
/// Empties an alias that would be the table's anyway (mongodb.users AS users).
void drop_needless_alias(Side& side);

}  // namespace recoupe::plan
