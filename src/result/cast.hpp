// CAST's meaning, value by value: what a value is in another type, or nothing where it has no place there.
// Nothing is rounded or cut: 1.5 is no INT64. Included by functions_*.cpp.
#pragma once

#include <optional>

#include "core/time_zone.hpp"
#include "core/value.hpp"

namespace recoupe::result {

std::optional<core::Value> cast(const core::Value& value, core::Kind to, const core::TimeZone& zone);

/// Names the type of a MIXED value's extended JSON as MongoDB's $type does: "string", "long", "objectId", "array".
std::string_view type_word(const core::Json& extended);

}  // namespace recoupe::result
