// JSON of a plan's parts (docs/plan-json.md). Takes nodes, gives JSON. Included by json*.cpp and the planner.
#pragma once

#include "core/json.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

core::Json to_json(const Expr& expr);
core::Json to_json(const Literal& literal);
core::Json to_json(const Side& side);
core::Json to_json(const Pipeline& pipeline);
core::Json to_json(const Step& step);

/// The version that a plan's JSON says.
inline constexpr int json_version = 1;

}  // namespace recoupe::plan
