// The JSON Schema (draft 2020-12) of a plan's JSON, made from the same list of members as its reader and writer.
// Takes nothing, gives JSON. Included by cli (published), models (answers held to it) and serve.
#pragma once

#include "core/json.hpp"

namespace recoupe::plan {

core::Json plan_schema();

}  // namespace recoupe::plan
