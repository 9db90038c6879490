// DuckDB's C API with owners and our errors: one database in memory, one connection, queries that can be cancelled.
// Takes SQL made by this folder, gives results chunk by chunk. Included by the files of result alone.
#pragma once

#include <duckdb.h>

#include <functional>
#include <string>
#include <string_view>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "result/spill_folder.hpp"

namespace recoupe::result {

/// Errors that our SQL raises on purpose start with this, then the code's name, "|" and words for people.
inline constexpr std::string_view raised_prefix = "recoupe|";
/// The name of an error that has the code value_unreadable because a computed number leaves INT64's range.
inline constexpr std::string_view raised_out_of_range = "out_of_range";

/// Owns a result; chunks come in order.
class Rows {
 public:
  explicit Rows(duckdb_result result) : result_(result) {}
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();
  /// Gives the error that ended the rows, if there is one.
  core::Status failure();
  /// Gives the next chunk, nullptr after the last; it lives until the next call.
  duckdb_data_chunk next();

 private:
  duckdb_result result_;
  duckdb_data_chunk chunk_ = nullptr;
};

/// A private database in memory with its one connection.
class Database {
 public:
  /// Opens it: at most `memory_bytes_max`, spilling into a private folder, external access off, configuration locked.
  static core::Result<Database> open(std::int64_t memory_bytes_max);
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// Runs one statement; stops with `interrupted` soon after `cancel` is requested.
  core::Result<Rows> query(const std::string& sql, const core::Cancel& cancel) const;
  /// Runs one statement and visits its chunks as they are made: the rows are never all in memory. Until it is over the
  /// connection runs nothing else.
  core::Status stream(const std::string& sql, const core::Cancel& cancel,
                      const std::function<core::Status(duckdb_data_chunk)>& visit) const;
  /// Runs one statement for its effect.
  core::Status run(const std::string& sql, const core::Cancel& cancel = {}) const;
  /// Runs a statement that gives one row of one whole number.
  core::Result<std::int64_t> count(const std::string& sql, const core::Cancel& cancel) const;
  [[nodiscard]] duckdb_connection connection() const { return connection_; }
  /// Gives the private folder that it spills into; removed with this.
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }

 private:
  Database() = default;
  SpillFolder folder_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

/// Makes our error of one of DuckDB's; those raised by our SQL keep their code.
core::Error error_of_duckdb(duckdb_error_type type, std::string_view text);
/// Makes our error of a fault that should never happen.
core::Error engine_fault(std::string_view what);

}  // namespace recoupe::result
