// A value of the plan language as extended JSON, of the type that a field's values are compared with.
// Takes a value, gives JSON or nothing where the server's comparison could differ from ours. Included by predicate.
#pragma once

#include <cstdint>
#include <optional>

#include "core/json.hpp"
#include "core/type.hpp"
#include "core/value.hpp"

namespace recoupe::sources::mql {

/// Gives the value that MongoDB compares with a field of this type exactly as the language does. Not for instants.
std::optional<core::Json> literal_for(const core::Type& field, const core::Value& value);

/// Reads the text that CAST(x AS STRING) writes back into a value of the type; nothing where no value is written so.
std::optional<core::Json> literal_of_text(const core::Type& field, const core::Value& text);

/// Milliseconds at or below, and at or above, an instant.
std::int64_t floor_ms(core::Timestamp instant);
std::int64_t ceil_ms(core::Timestamp instant);

}  // namespace recoupe::sources::mql
