// A statement under way: its transaction, its cursor, and the pages still to come.
// Takes an SQL text and parameters, gives replies of bounded size. Included by the query tools.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/limits.hpp"
#include "sources/sql/gate.hpp"
#include "sources/postgres/server/sessions.hpp"

namespace recoupe::sources::postgres {

inline constexpr int population_timeout_ms = 30'000;

struct QueryRequest {
  std::string sql;
  std::vector<Text> parameters;
  std::int64_t page_rows = core::limits::page_rows_max;
  std::optional<sql::QualifiedName> population;  // the table whose rows are to be counted in the same snapshot, if time allows
};

class OpenQuery {
 public:
  /// Admits the statement and opens its cursor in a transaction of its own.
  static core::Result<std::unique_ptr<OpenQuery>> open(Sessions& sessions, const QueryRequest& request,
                                                       const core::Cancel& cancel);
  /// Gives the next page: {"columns", "rows", "complete", "snapshot", "population"?}.
  core::Result<core::Json> next_page(const core::Cancel& cancel);
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  struct Column {
    std::string name;
    std::string native_type;
    bool is_array = false;
  };
  OpenQuery(BorrowedSession session, std::int64_t page_rows) : session_(std::move(session)), page_rows_(page_rows) {}
  core::Status count_population(const sql::QualifiedName& table, const core::Cancel& cancel);
  core::Status declare(const QueryRequest& request, const core::Cancel& cancel);
  core::Status name_columns(const std::vector<ResultColumn>& described, const core::Cancel& cancel);
  [[nodiscard]] core::Json reply(core::Json rows) const;

  BorrowedSession session_;
  std::int64_t page_rows_;
  std::vector<Column> columns_;
  core::Json snapshot_;
  std::optional<std::int64_t> population_;
  std::int64_t largest_row_bytes_ = 1;
  bool complete_ = false;
};

/// Tells what the transaction sees: {"snapshot", "wal_lsn", "opened_at", "server_version", "database", "replica"}.
core::Result<core::Json> snapshot_of(Session& session, const core::Cancel& cancel);

}  // namespace recoupe::sources::postgres
