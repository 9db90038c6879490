// How a value of PostgreSQL's text output stands in a reply. Takes text, gives JSON. Included by describe and the server's tools.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "sources/sql/text_rows.hpp"

namespace recoupe::sources::sql {

/// Gives null, text, an array (of an array type, nested as it is), or {"$bytes": hex} for what is no valid UTF-8.
core::Json cell_of(const Text& value, bool is_array);

/// Reads PostgreSQL's array text ({a,"b c",NULL}); nothing when it is none.
std::optional<core::Json> array_of_text(std::string_view text);
/// Writes a JSON array of texts and nulls as PostgreSQL's array text; nothing when it holds anything else.
std::optional<std::string> text_of_array(const core::Json& array);

}  // namespace recoupe::sources::sql
