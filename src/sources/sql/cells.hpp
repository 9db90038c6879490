// Rows of texts as typed columns. Takes a fetch and rows of cells, appends to rows::Decoded. Included by the decoders of
// PostgreSQL's dialects.
#pragma once

#include <optional>
#include <vector>

#include "rows/decoder.hpp"
#include "sources/sql/sql_column.hpp"

namespace recoupe::sources::sql {

/// Makes the fetch's empty columns.
rows::Batch empty_batch(const physical::Fetch& fetch);

/// Reads the rows of one fetch.
class RowReader {
 public:
  explicit RowReader(const physical::Fetch& fetch);
  /// What a row is made of.
  [[nodiscard]] const std::vector<SqlColumn>& cells() const { return read_.cells; }
  /// Appends a row: each cell null, text, or a list of an array column. A row with a cell that fits no type is left out
  /// whole and counted. Errors: `server_protocol` where the number of cells is not that of cells().
  core::Status append(rows::Decoded& out, const core::JsonArray& cells) const;

 private:
  [[nodiscard]] std::optional<std::vector<core::Value>> values_of(const core::JsonArray& cells) const;

  const physical::Fetch& fetch_;
  CellsRead read_;
  std::vector<bool> crosses_;  // by the fetch's columns: its path goes through an array in some row
};

}  // namespace recoupe::sources::sql
