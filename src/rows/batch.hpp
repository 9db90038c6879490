// Typed columnar rows, Arrow-like: what replies become and what DuckDB takes. No value changes on the way.
// Made by a source's Decoder and by result; read by execute, result and render.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/type.hpp"
#include "core/value.hpp"

namespace recoupe::rows {

/// What a cell holds: a value, NULL, or nothing at all (MongoDB).
enum class Presence : std::uint8_t { value, null, missing };

/// How values of a type are kept: whole numbers of 64 bits, doubles, text, or a list.
enum class Storage { int64, float64, text, list };

/// BOOL INT64 DATE(days) TIMESTAMP DATETIME TIME(micros) are int64; FLOAT64 float64; ARRAY list; all others text:
/// STRING as is; NUMERIC plain notation with its scale; BYTES lower hex; UUID and OBJECTID canonical text;
/// DOCUMENT and MIXED canonical extended JSON (EJSON v2) of the value.
Storage storage_of(const core::Type& type);

struct Column {
  std::string name;
  core::Type type;
  std::vector<Presence> presence;     // one per row
  std::vector<std::int64_t> ints;     // one per row where storage is int64
  std::vector<double> doubles;        // one per row where storage is float64
  std::vector<std::string> texts;     // one per row where storage is text
  std::vector<std::int64_t> offsets;  // rows + 1 where storage is list: items [offsets[i], offsets[i+1])
  std::shared_ptr<Column> items;      // of a list

  [[nodiscard]] std::size_t size() const { return presence.size(); }
  void append_null();
  void append_missing();
  /// Appends a value that must have this column's type (core::Value's alternative), else an internal error.
  core::Status append(const core::Value& value);
  [[nodiscard]] core::Value value(std::size_t row) const;
};

/// Makes an empty column of a type, its list items included.
Column make_column(std::string name, const core::Type& type);

/// Some rows: all columns have the same length.
struct Batch {
  std::vector<Column> columns;
  [[nodiscard]] std::size_t row_count() const { return columns.empty() ? rows_without_columns : columns[0].size(); }
  std::size_t rows_without_columns = 0;  // where no column was asked for, only the count
};

}  // namespace recoupe::rows
