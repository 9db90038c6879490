// Which types meet: what compares, orders, adds, casts. Included by infer and checks.
#pragma once

#include <optional>

#include "core/type.hpp"

namespace recoupe::plan {

/// Tells whether values of the type can be compared at all: not arrays, documents or MIXED.
[[nodiscard]] bool is_comparable(const core::Type& type);
/// Tells whether values of two types compare within one kind (numbers together; NULL with everything).
[[nodiscard]] bool are_comparable(const core::Type& left, const core::Type& right);
/// Gives the type that holds both without loss, or nothing: INT64 and NUMERIC give NUMERIC; with FLOAT64, FLOAT64.
std::optional<core::Type> common_type(const core::Type& left, const core::Type& right);
/// Tells whether CAST knows the way.
[[nodiscard]] bool can_cast(const core::Type& from, const core::Type& to);
/// Tells whether the type is a day or a time with a day: DATE, TIMESTAMP, DATETIME.
[[nodiscard]] bool has_day(const core::Type& type);

}  // namespace recoupe::plan
