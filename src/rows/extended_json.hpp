// Values as canonical extended JSON (EJSON v2), the form that DOCUMENT and MIXED cells are kept in.
// Takes core::Value, gives JSON, and back. Included by batch.cpp, decoders and result.
//
// EJSON cannot tell the document {"$oid": "x"} (any jsonb may hold it) from an ObjectId. Cells can: a document whose only
// key starts with "$" is kept as {"$document": {"$oid": "x"}}.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"
#include "core/value.hpp"

namespace recoupe::rows {

/// Writes a value as canonical extended JSON; refuses what that form cannot hold exactly (a time of day, a day, an
/// instant finer than a millisecond).
core::Result<core::Json> extended_json(const core::Value& value);

/// Reads a cell's extended JSON, canonical or relaxed. Types that the plan language does not know (a regular expression, MinKey)
/// stay the documents that they are written as.
core::Result<core::Value> value_of_extended_json(const core::Json& json);

/// Writes the cell of a reply's extended JSON, where a one-key document is what its key says.
std::string cell_of_reply(const core::Json& json);

/// Gives the members of a cell's document; nullptr where the cell holds no document, but a value of another type.
const core::JsonObject* document_in(const core::Json& cell);

/// Writes and reads base64 with padding, as `$binary` has it; reading refuses anything else.
std::string base64(std::string_view bytes);
core::Result<std::string> from_base64(std::string_view text);

}  // namespace recoupe::rows
