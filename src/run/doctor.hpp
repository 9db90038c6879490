// Whether a project is ready: each check with what was seen and, where it fails, what would do.
// Takes Config, gives checks. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "run/config.hpp"

namespace recoupe::run {

struct CheckUp {
  std::string subject;   // "server postgres", "model", "evidence"
  bool passes = false;
  core::Bilingual seen;
  core::Bilingual remedy;  // empty where it passes
};

/// Checks each server (reachable, protocol, tools, what it may do), the model's files, and that evidence can be written.
std::vector<CheckUp> examine(const Config& config, const core::Cancel& cancel);

}  // namespace recoupe::run
