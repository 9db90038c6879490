// How the plan's types are kept in DuckDB, and rows::Batch to DuckDB's chunks and back. Included by the files of result.
// BOOL is BOOLEAN; INT64, DATE (days), TIMESTAMP, DATETIME and TIME (micros) are BIGINT; FLOAT64 is DOUBLE; ARRAY a list;
// all others VARCHAR, as rows::Storage::text keeps them. What is missing is NULL, and TRUE in a companion column.
#pragma once

#include <duckdb.h>

#include <optional>
#include <string_view>

#include "rows/batch.hpp"

namespace recoupe::result {

/// Writes the DuckDB type that a type is kept as.
std::string sql_type_of(const core::Type& type);

/// Owns a DuckDB type.
class LogicalType {
  explicit LogicalType(duckdb_logical_type owned) : type_(owned) {}

 public:
  explicit LogicalType(const core::Type& type);
  explicit LogicalType(duckdb_type id) : type_(duckdb_create_logical_type(id)) {}
  static LogicalType list_of(const LogicalType& element) { return LogicalType(duckdb_create_list_type(element.get())); }
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  LogicalType(LogicalType&& other) noexcept : type_(other.type_) { other.type_ = nullptr; }
  ~LogicalType() { duckdb_destroy_logical_type(&type_); }
  [[nodiscard]] duckdb_logical_type get() const { return type_; }

 private:
  duckdb_logical_type type_;
};

/// Reads one vector's cells.
class Reader {
 public:
  explicit Reader(duckdb_vector vector)
      : data_(duckdb_vector_get_data(vector)), validity_(duckdb_vector_get_validity(vector)) {}
  [[nodiscard]] bool valid(idx_t row) const { return !validity_ || duckdb_validity_row_is_valid(validity_, row); }
  template <class T>
  [[nodiscard]] const T& at(idx_t row) const { return static_cast<const T*>(data_)[row]; }
  [[nodiscard]] std::string_view text(idx_t row) const {
    auto& value = static_cast<duckdb_string_t*>(data_)[row];
    return {duckdb_string_t_data(&value), duckdb_string_t_length(value)};
  }

 private:
  void* data_;
  std::uint64_t* validity_;
};

/// Marks a cell of a vector as NULL.
void set_null(duckdb_vector vector, idx_t row);

/// Copies rows [begin, begin + count) of a column into a vector, and where they are missing into `missing` (or nullptr).
/// Gives false where a text is not UTF-8.
[[nodiscard]] bool write_column(const rows::Column& column, std::size_t begin, std::size_t count, duckdb_vector values,
                                duckdb_vector missing);
/// Appends the first `count` cells of a vector to a column; `missing` (or nullptr) tells which are missing.
void read_column(duckdb_vector values, duckdb_vector missing, idx_t count, rows::Column& column);

}  // namespace recoupe::result
