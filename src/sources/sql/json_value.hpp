// A jsonb value as the plan language has it: whole, or what stands at a path inside it. Takes parsed JSON and the type that
// the field must have, gives the value exactly. Included by cells and value_text.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/type.hpp"
#include "core/value.hpp"

namespace recoupe::sources::sql {

/// Reads a value; nothing where the type can't hold it. A number fits NUMERIC and MIXED, anything fits MIXED.
std::optional<core::Value> json_value(const core::Json& json, const core::Type& type);

/// Follows a path as MongoDB's go: through each element of an array that it meets before its end, not through arrays inside
/// arrays. Missing where nothing stands there. `crosses`: the field's path goes through an array in some row, so it is an
/// array in every row; elsewhere an array without any such element is as good as nothing.
std::optional<core::Value> json_value_at(const core::Json& json, std::span<const std::string> path, const core::Type& type,
                                         bool crosses);

}  // namespace recoupe::sources::sql
