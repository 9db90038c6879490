// What to say when types don't meet, with the cast, the typed literal or the function that would do.
// Included by infer.
#pragma once

#include "core/result.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Refuses two operands that can't be compared, added or put in one column by `what`.
core::Error mismatch(const Expr& left, const Expr& right, std::string_view what);
/// Refuses one operand where `what` takes other types; `wanted` in words of types ("STRING", "DATE or TIMESTAMP").
core::Error unfit(const Expr& operand, std::string_view what, core::Bilingual wanted);
/// Says what makes a value of one type from the expression: "CAST(x AS STRING)".
core::Bilingual remedy_for(const Expr& operand, const core::Type& wanted);

}  // namespace recoupe::plan
