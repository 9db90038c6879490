// One value of canonical extended JSON into one cell of a column. Takes JSON, appends or tells that it does not fit.
// Included by decoder.
#pragma once

#include "core/json.hpp"
#include "rows/batch.hpp"

namespace recoupe::sources::mql {

/// Appends a value (null included). False, with the column perhaps half filled, when it does not fit the type:
/// whole numbers also fit NUMERIC, and FLOAT64 where a double holds them exactly; everything fits MIXED.
bool append_cell(rows::Column& column, const core::Json& value);

/// Cuts a column back to its first rows.
void cut_to(rows::Column& column, std::size_t rows);

}  // namespace recoupe::sources::mql
