// The local engine: fetched rows go into DuckDB, the plan's steps run there, typed rows come out.
// Takes a physical plan and batches, gives Answer. The only home of DuckDB. Included by run.
#pragma once

#include <memory>

#include "execute/execute.hpp"

namespace recoupe::result {

/// Counts by finding, per check, in the order of the checks: {"finding": {"ok": 12, "missing": 3}}.
struct CheckCounts {
  std::string name;
  std::vector<std::pair<std::string, std::int64_t>> counts;
};

/// A line of "what was read", as the contract's `coverage`.
struct Coverage {
  std::string source;
  std::int64_t population = -1;
  std::int64_t after_filter = -1;
  std::int64_t read = 0;
  std::int64_t matched = -1;    // -1: null
  std::int64_t unmatched = -1;  // -1: null
  std::int64_t unreadable = 0;
};

struct Answer {
  std::vector<plan::OutputColumn> columns;
  std::vector<rows::Batch> batches;  // whole result, in order where the plan orders it, else sorted as digests are
  std::int64_t row_count = 0;
  bool ordered = false;
  std::vector<CheckCounts> findings;
  std::vector<Coverage> coverage;
  std::vector<std::pair<std::string, std::int64_t>> cast_failures;  // TRY_CAST: expression text → count
  std::string digest;        // "sha256:…", EVIDENCE.md's result digest
  std::string digest_lines;  // the lines that it is the digest of, where they are few enough to be sealed
};

/// One run's private DuckDB: in memory, spilling to a private folder, external access off, configuration locked.
class Engine : public execute::LocalTables {
 public:
  static core::Result<std::unique_ptr<Engine>> open(const physical::PhysicalPlan& plan, std::int64_t memory_bytes_max);
  ~Engine() override;
  core::Status create(const physical::Fetch& fetch) override;
  core::Status append(int fetch_id, const rows::Batch& batch) override;
  core::Result<rows::Column> keys(const physical::Fetch& fetch, std::int64_t count_max,
                                  const core::Cancel& cancel) override;
  /// Runs the plan's steps over the filled tables.
  core::Result<Answer> answer(const execute::Executed& executed, const core::Cancel& cancel);

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::result
