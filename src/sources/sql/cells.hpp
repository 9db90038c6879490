// Rows of texts as typed columns. Takes a fetch and rows of cells, appends to rows::Decoded. Included by the decoders of
// PostgreSQL's dialects.
#pragma once

#include "rows/decoder.hpp"

namespace recoupe::sources::sql {

/// Makes the fetch's empty columns.
rows::Batch empty_batch(const physical::Fetch& fetch);

/// Appends a row: each cell null, text, or a list of an array column. A row with a cell that fits no type is left out
/// whole and counted. Errors: `server_protocol` where the number of cells is not that of the columns.
core::Status append_row(rows::Decoded& out, const physical::Fetch& fetch, const core::JsonArray& cells);

}  // namespace recoupe::sources::sql
