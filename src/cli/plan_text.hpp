// What `recoupe plan` does with a plan file's text alone, without a source: format, complete. Included by command_plan.
#pragma once

#include <string>

#include "cli/options.hpp"

namespace recoupe::cli {

/// What becomes of the canonical text.
enum class Formatting { print, check, write };

/// Prints a file's canonical text, or tells by the exit code 1 that the file differs from it, or writes it back.
int format_plans(const Options& options, const std::string& path, Formatting formatting);

/// Prints what could stand at "LINE:COLUMN" of a file, as JSON.
int complete_plan(const Options& options, const std::string& path, const std::string& at);

}  // namespace recoupe::cli
