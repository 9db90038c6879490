// JSON lines in files that only their owner reads, put aside when they grow: recoupe.jsonl, recoupe.1.jsonl (the latest put
// aside), … Takes a folder and limits, gives a Sink. Several processes may write the same file. Included by run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "monitor/monitor.hpp"

namespace recoupe::monitor {

inline constexpr std::int64_t log_file_bytes_max = 10 * 1024 * 1024;
inline constexpr int log_files_max = 5;  // the one that is written included

struct FileOptions {
  std::filesystem::path folder;  // made when the first event comes
  std::int64_t bytes_max = log_file_bytes_max;
  int files_max = log_files_max;
};

std::unique_ptr<Sink> make_file_sink(FileOptions options);

}  // namespace recoupe::monitor
