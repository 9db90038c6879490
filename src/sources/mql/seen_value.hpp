// The types of values in canonical extended JSON, for counting. Included by our server and the readers of others.
#pragma once

#include "catalog/field_stats.hpp"

namespace recoupe::sources::mql {

/// Gives MongoDB's own words for types, and "uuid" for the binary subtype that has a type of its own here.
catalog::SeenValue seen_value(const core::Json& value);

}  // namespace recoupe::sources::mql
