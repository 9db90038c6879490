// One value of canonical extended JSON as the plan language's CAST(x AS STRING) writes it.
// Takes JSON, gives text. Included by sample and decoder.
#pragma once

#include <optional>
#include <string>

#include "core/json.hpp"
#include "core/value.hpp"
#include "sources/mql/ejson.hpp"

namespace recoupe::sources::mql {

/// Gives a scalar's text; nothing for null, arrays, documents, binary and what the language has no type for.
std::optional<std::string> text_of_value(const core::Json& json);

/// Gives the instant of a BSON date; nothing for another type or a year that microseconds cannot reach.
std::optional<core::Timestamp> instant_of(const core::Json& json);

}  // namespace recoupe::sources::mql
