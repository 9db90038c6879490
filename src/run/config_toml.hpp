// recoupe.toml, or [tool.recoupe] of pyproject.toml, as types. Takes a folder, gives what is set there. Included by config.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "run/config.hpp"

namespace recoupe::run {

/// What a file sets; what it does not set is empty.
struct FileSettings {
  std::string file;  // its name, for messages and origins; empty: there is none
  std::optional<std::string> model;
  std::optional<std::string> models;
  std::optional<bool> model_sends_values;  // [model], whose `use` is what `model` is alone
  std::optional<std::string> model_key_env;
  std::optional<std::int64_t> model_timeout_s;
  std::optional<std::string> time_zone;
  std::optional<std::string> language;
  std::optional<std::int64_t> rows_max;
  std::optional<std::int64_t> bytes_max;
  std::optional<std::int64_t> memory_mb_max;
  std::optional<std::int64_t> time_s_max;
  std::optional<std::int64_t> call_timeout_ms;
  std::optional<std::int64_t> start_timeout_ms;
  std::vector<DeclaredRelation> relations;
  std::optional<std::string> log_level;  // [log]
  std::optional<std::string> log_file_level;
  std::optional<std::string> log_folder;
  std::optional<std::int64_t> log_file_mb_max;
  std::optional<std::int64_t> log_files_max;
  std::vector<std::pair<std::string, std::string>> dialects;  // server and dialect
};

/// Reads the project's settings file. Errors: `invalid_config` naming file, line, column and field; unknown fields too.
core::Result<FileSettings> read_settings(const std::filesystem::path& project);

}  // namespace recoupe::run
