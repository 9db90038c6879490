// The gate's pieces: lists of what is allowed, values, expressions, filters. Depth is bounded before they are called.
// Included by the gate's own files.
#pragma once

#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mql::gate {

[[nodiscard]] bool is_allowed_expression(std::string_view op);   // "$add", "$cond", …
[[nodiscard]] bool is_allowed_accumulator(std::string_view op);  // of $group and $bucket
[[nodiscard]] bool is_allowed_variable(std::string_view name);   // "$$ROOT", "$$item"

/// Says that something is not on the list; `what`: "stage", "operator", …, `word`: as it was sent.
core::Error refused(const core::Bilingual& what, std::string_view word);
/// Says that a part does not have the form that it must have.
core::Error malformed(std::string_view part);

[[nodiscard]] bool deeper_than(const core::Json& json, int levels_max);
[[nodiscard]] bool is_number(const core::Json& json);
/// Tells whether a path can be named: no empty part, none that begins with a dollar sign, no NUL.
[[nodiscard]] bool is_plain_path(std::string_view path);

/// Checks a value that must stand for itself: no operator inside, extended JSON well formed, no code.
core::Status check_literal(const core::Json& json);
core::Status check_expression(const core::Json& json);
/// Checks {"$sum": expression} and the like.
core::Status check_accumulator(const core::Json& json);
core::Status check_filter(const core::Json& json);
core::Status check_pipeline(const core::Json& json);
core::Status check_sort(const core::Json& json);
core::Status check_collection(const core::Json& json);

}  // namespace recoupe::sources::mql::gate
