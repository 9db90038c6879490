// PostgreSQL's text output as values. Takes the text of one value and the type it must have, gives the value exactly, or
// nothing where the type can't hold it. Included by decoder only.
#pragma once

#include <optional>
#include <string>

#include "core/value.hpp"

namespace recoupe::sources::sql {

/// Reads one value that is not NULL and no array. Of a MIXED column the text is JSON.
std::optional<core::Value> value_of(const std::string& text, core::Kind kind);

}  // namespace recoupe::sources::sql
