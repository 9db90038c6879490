// One connection to PostgreSQL and the read-only transaction it is used in. Takes SQL that the gate allowed, gives
// rows as text. Used by one thread at a time. Included by the server's tools.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "sources/postgres/server/connection_options.hpp"
#include "sources/sql/text_rows.hpp"

struct pg_conn;
struct pg_result;

namespace recoupe::sources::postgres {

using sql::Text;
using sql::TextRow;

/// A column as the server describes it.
struct ResultColumn {
  std::string name;
  unsigned type_oid = 0;
  int type_modifier = -1;
};

/// Rows of a short answer.
struct TextRows {
  std::vector<ResultColumn> columns;
  std::vector<TextRow> rows;
};

/// Takes rows one by one.
using RowSink = std::function<void(TextRow row)>;

struct SessionLimits {
  int connect_timeout_ms = 10'000;
  int statement_timeout_ms = 110'000;  // below limits::call_timeout_ms, so that the server's word comes first
  int lock_timeout_ms = 5'000;
  int idle_timeout_ms = 600'000;  // of a transaction that nobody asks for a page
};

class Session {
 public:
  /// Connects. Errors: `authentication`, `unreachable`, `timeout`, `interrupted`; none shows the password.
  static core::Result<std::unique_ptr<Session>> connect(const ConnectionOptions& options, const SessionLimits& limits,
                                                        const core::Cancel& cancel);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Opens the read-only transaction with settings that make every value's text exact, and proves them.
  core::Status begin(const core::Cancel& cancel);
  /// Ends it and forgets all that the session was told. After a failure the session must be dropped.
  core::Status end();

  /// Runs one statement, hands over its rows as they arrive and gives its columns. Asked to cancel, it cancels on the
  /// server too.
  core::Result<std::vector<ResultColumn>> run(const std::string& sql, std::span<const Text> parameters,
                                              const core::Cancel& cancel, const RowSink& sink);
  /// Runs one statement and keeps its rows.
  core::Result<TextRows> rows(const std::string& sql, std::span<const Text> parameters, const core::Cancel& cancel);

  /// Tells whether the transaction stands and nothing has failed in it.
  [[nodiscard]] bool in_transaction() const;
  /// Gives "host:port/database" for messages.
  [[nodiscard]] std::string place() const;

 private:
  explicit Session(pg_conn* connection, const SessionLimits& limits) : connection_(connection), limits_(limits) {}
  core::Status connect_all_the_way(const core::Cancel& cancel);
  core::Status command(const std::string& sql, const core::Cancel& cancel);
  core::Result<std::vector<ResultColumn>> drain(const core::Cancel& cancel, const RowSink& sink);
  /// Waits for the next result; nullptr after the last.
  core::Result<pg_result*> next_result(const core::Cancel& cancel);
  void cancel_statement();

  pg_conn* connection_;
  SessionLimits limits_;
};

}  // namespace recoupe::sources::postgres
