// What each operation takes and gives, operand by operand. Takes a call whose operands are inferred.
// Included by infer.
#pragma once

#include "core/result.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Gives the type of a call's value; decimal literals among its operands take the type they meet.
core::Result<core::Type> type_of_call(Call& call);

/// Lets a number literal take a type: 1.5 beside FLOAT64 is FLOAT64.
void adopt(Expr& expr, const core::Type& type);

}  // namespace recoupe::plan
