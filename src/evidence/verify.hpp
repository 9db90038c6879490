// Checks a run's log against EVIDENCE.md and reads it back. Takes a run's folder or a sealed bundle (zip), gives what
// holds and where it breaks. Included by run (replay) and cli.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::evidence {

enum class End { sealed, aborted, open };  // open: no end record; the run died, or is still going on

/// Where and why a log does not verify.
struct Fault {
  std::int64_t record = 0;  // seq; -1: not in the chain (heads.jsonl, a payload without a record)
  core::Bilingual why;
};

struct Verification {
  std::string run_id;
  std::int64_t records = 0;
  std::string head;  // "sha256:<hex>"
  End end = End::open;
  std::int64_t payloads_checked = 0;
  std::int64_t payloads_absent = 0;  // erased, or a bundle without payloads: the log verifies all the same
  bool head_checked = false;         // false: no heads.jsonl or head line told what the last record should be
  std::vector<Fault> faults;         // none: it verifies
};

/// Verifies a run's folder (with the heads.jsonl of its store), or a bundle. A payload that was erased counts as
/// absent. Errors are for what cannot be read at all.
core::Result<Verification> verify(const std::filesystem::path& path);

/// One record as it stands, its hash not checked.
struct Record {
  std::int64_t seq = 0;
  std::string time;
  std::string kind;
  core::Json body;
  core::Json payloads;
};
core::Result<std::vector<Record>> read_records(const std::filesystem::path& run_folder);
/// Reads the payload that a record names, its mac checked; `evidence_invalid` where it is gone or altered.
core::Result<std::string> read_payload(const std::filesystem::path& run_folder, const Record& record,
                                       const std::string& name);

/// Writes one run's folder and its head line into a zip.
core::Status write_bundle(const std::filesystem::path& run_folder, const std::filesystem::path& zip,
                          bool with_payloads);

/// Gives the run ids of a store, newest first.
std::vector<std::string> list_runs(const std::filesystem::path& store);

}  // namespace recoupe::evidence
