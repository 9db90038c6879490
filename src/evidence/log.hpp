// A run's hash-chained log (EVIDENCE.md): every record is on disk before the call that it announces leaves.
// Takes kinds, bodies and payloads, knows nothing of what they mean. Included by execute (calls) and run (stages).
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"
#include "core/value.hpp"

namespace recoupe::evidence {

/// What may be personal or large: kept in payloads/<id> under a key of its own, named in the record by its mac.
struct Payload {
  std::string name;  // "statement", "parameters", "rows", "instruction", …
  std::string bytes;
};

/// A run_id: UTC time and 64 random bits, sortable ("20261118T090000Z-5f3a…").
std::string new_run_id(core::Timestamp now);

/// Finds `.recoupe` in `start` or above, as git finds its folder; nothing found: `start`/.recoupe, not yet made.
std::filesystem::path find_store(const std::filesystem::path& start);

/// An open log; safe for several threads. After a failure to write (disk full, EIO) every append fails with
/// `evidence_unwritable`: nothing may be sent any more.
class Log {
 public:
  /// Makes runs/<run_id>/ (mode 0700) and locks it while it lives, so that others can tell a running log from a dead one.
  static core::Result<std::unique_ptr<Log>> create(const std::filesystem::path& store, const std::string& run_id);
  /// Leaves the log as it is: without `sealed` it counts as aborted.
  ~Log();

  /// Appends one record; it has been handed to the system by write(2) when this returns.
  core::Status append(std::string_view kind, core::Json body, std::span<const Payload> payloads = {});
  /// Waits until all records are on the disk (fsync).
  core::Status sync();
  /// Appends `sealed`, syncs, and adds the head to heads.jsonl. `outcome`: the contract's status; `result`: the bytes
  /// whose mac heads.jsonl keeps, empty where there is no result.
  core::Status seal(std::string_view outcome, std::string_view result);

  [[nodiscard]] const std::string& run_id() const;
  [[nodiscard]] std::filesystem::path folder() const;  // <store>/runs/<run_id>
  [[nodiscard]] std::string head() const;              // "sha256:<hex>" of the last record

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Appends `aborted` to every log of the store that has no end and that no living process holds; gives their run ids.
core::Result<std::vector<std::string>> mark_aborted(const std::filesystem::path& store);

}  // namespace recoupe::evidence
