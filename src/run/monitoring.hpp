// Who hears of what a session does: its project's log files, and the console where it is asked. Takes the settings, gives a
// Monitor. Included by session, cli, serve and the Python module.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/result.hpp"
#include "monitor/monitor.hpp"

namespace recoupe::run {

/// [log] of recoupe.toml, and --log-level.
struct LogSettings {
  std::optional<monitor::Level> console;                      // empty: nothing on the console
  std::optional<monitor::Level> file = monitor::Level::info;  // empty: no files
  std::filesystem::path folder;
  std::int64_t file_bytes_max = 0;
  int files_max = 0;
};

/// Reads a level by its name; "none" is none. Errors: `invalid_config`.
core::Result<std::optional<monitor::Level>> log_level_of(const std::string& name);

std::shared_ptr<monitor::Monitor> make_monitor(const LogSettings& settings);

}  // namespace recoupe::run
