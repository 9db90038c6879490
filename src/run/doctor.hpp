// Whether a project is ready: each check with what was seen and, where it fails, what would do.
// Takes Config, gives checks. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "run/config.hpp"

namespace recoupe::run {

/// note: good to know, nothing to mend; warning: works, and something could be better; failure: does not work, or is not safe.
enum class Verdict { ok, note, warning, failure };
std::string_view name_of(Verdict verdict);

struct CheckUp {
  std::string server = {};  // its name in .mcp.json; empty: not about a server
  std::string check = {};   // "reachable", "tools", "reading", "role", "writes", "cannot", "secrets", "servers", "model", "evidence", "log"
  Verdict verdict = Verdict::ok;
  core::Bilingual seen = {};
  core::Bilingual remedy = {};  // empty where there is nothing to mend
};

/// Checks each server (reachable, era, tools, what it lets read, its role, what its kind can't do, secrets in sight), the model's
/// files, and that evidence and log can be written.
std::vector<CheckUp> examine(const Config& config, const core::Cancel& cancel);

}  // namespace recoupe::run
