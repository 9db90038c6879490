// The result digest as EVIDENCE.md fixes it, of any number of rows: lines are made and sorted inside DuckDB, which spills.
// Takes columns and lines as they come, gives "sha256:…". Included by engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/hash.hpp"
#include "plan/plan.hpp"
#include "result/duckdb_api.hpp"

namespace recoupe::result {

/// Registers rc_line(value, missing, …) for these columns: a row's line, without its end. What has no columns has no such
/// function: all its lines are "[]".
core::Status add_line_function(const Database& database, const std::vector<plan::OutputColumn>& columns);

/// Hashes the line of the columns, then those of the rows in the order in which they are added.
class LineDigest {
 public:
  /// `keep_bytes_max`: what was hashed is kept as long as it is no longer than this.
  LineDigest(const std::vector<plan::OutputColumn>& columns, std::size_t keep_bytes_max);
  void add(std::string_view line);
  core::Digest finish() { return hash_.finish(); }
  /// Gives what was hashed; empty where it is too long to be kept.
  [[nodiscard]] std::string take_lines() { return std::move(lines_); }

 private:
  core::Sha256 hash_;
  std::size_t keep_bytes_max_;
  bool kept_ = true;
  std::string lines_;
};

}  // namespace recoupe::result
