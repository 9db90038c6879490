// Runs the fetches of a physical plan: compiles, gates, records, sends, decodes, pages, fills key slots; keeps budgets.
// Takes PhysicalPlan and ports, gives filled LocalTables and what was read. Included by run.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "calls/compiler.hpp"
#include "core/cancel.hpp"
#include "core/limits.hpp"
#include "evidence/log.hpp"
#include "physical/physical_plan.hpp"
#include "rows/decoder.hpp"

namespace recoupe::execute {

/// The port to the local engine: takes rows as they come, yields keys. Implemented by result::Engine.
class LocalTables {
 public:
  virtual ~LocalTables() = default;
  virtual core::Status create(const physical::Fetch& fetch) = 0;
  virtual core::Status append(int fetch_id, const rows::Batch& batch) = 0;
  /// Gives the distinct non-NULL values of a fetch's KeySlot::source over the left rows (already filled), at most
  /// `count_max` + 1 so that "too many" can be seen.
  virtual core::Result<rows::Column> keys(const physical::Fetch& fetch, std::int64_t count_max,
                                          const core::Cancel& cancel) = 0;
};

/// A connected server with its dialect; owned by run.
struct Connection {
  mcp::Client* client = nullptr;
  calls::Compiler* compiler = nullptr;
  rows::Decoder* decoder = nullptr;
};

struct Budgets {
  std::int64_t rows_max = core::limits::fetch_rows_max;
  std::int64_t bytes_max = core::limits::fetch_bytes_max;
  int call_timeout_ms = core::limits::call_timeout_ms;
};

/// One call as the result shows it.
struct CallRecord {
  std::string server;
  std::string tool;
  std::string statement;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  std::int64_t ms = 0;
  std::string status;  // "ok" | "failed" | "refused" | "cancelled"
};

/// What one fetch read.
struct FetchRecord {
  int fetch_id = 0;
  std::string source;             // server.schema.table
  std::int64_t population = -1;   // rows in the table, -1: the server did not tell
  std::int64_t read = 0;
  std::int64_t unreadable = 0;
  bool by_keys = false;           // only rows with the asked keys were read
  bool limited = false;
  std::string snapshot;
};

struct Executed {
  std::vector<CallRecord> calls;
  std::vector<FetchRecord> fetches;
};

/// Tells how far the work is: stage and a few words in both languages. May be called from other threads.
using Progress = std::function<void(const core::Bilingual& what)>;

/// Finds the connection of a server; nullptr when there is none.
using FindConnection = std::function<Connection*(const std::string& server)>;

/// Runs every fetch. `calls` grows as calls are made, so that a failure still shows what was sent.
core::Status run_fetches(const physical::PhysicalPlan& plan, const FindConnection& find, LocalTables& tables,
                         evidence::Log& log, const Budgets& budgets, const core::Cancel& cancel,
                         const Progress& progress, Executed& executed);

}  // namespace recoupe::execute
