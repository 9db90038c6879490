// Runs a sealed plan again and compares. Takes a session and a run's folder, gives the new report and what drifted.
// The model is never asked. Included by cli and the Python module.
#pragma once

#include <filesystem>

#include "run/session.hpp"

namespace recoupe::run {

struct Replay {
  std::string original_digest;  // of the result as it was
  render::Report report;        // of the new run
  bool same = false;
  core::Bilingual drift;        // what differs, empty when nothing does
};

/// Replays a run: its plan text and `now`, bound again; the result digests are compared. Errors: `evidence_invalid` where
/// the log does not verify or holds no bound plan.
core::Result<Replay> replay(Session& session, const std::filesystem::path& run_folder, const core::Cancel& cancel);

}  // namespace recoupe::run
