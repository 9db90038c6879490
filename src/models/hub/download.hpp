// A model file of the Hub, on this machine: found in the shared cache, or downloaded, resumed and verified. Takes a
// Reference, gives the file. Included by run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/cancel.hpp"
#include "models/hub/reference.hpp"
#include "models/hub/settings.hpp"

namespace recoupe::models::hub {

inline constexpr std::uint64_t model_file_bytes_max = 64ULL * 1024 * 1024 * 1024;
inline constexpr std::size_t listing_bytes_max = 8 * 1024 * 1024;   // of a repository's description
inline constexpr int head_timeout_ms = 15'000;                      // of a request without a file
inline constexpr int stall_timeout_ms = 30'000;                     // of a download: without a byte
inline constexpr int resumes_max = 3;                               // of one download whose connection was cut after some bytes
inline constexpr int hops_max = 5;                                  // of redirects

struct ModelFile {
  std::filesystem::path path;  // in the cache's snapshot
  std::filesystem::path blob;  // what it leads to
  std::string name;            // hf://org/name/file@commit
  std::string digest;          // "sha256:…" that it must have; empty: the Hub does not tell
};

using Progress = std::function<void(const core::Bilingual& what)>;

/// Finds the file in the cache or downloads it. Errors: `authentication`, `model_unavailable`, `unreachable`, `timeout`,
/// `budget_reached`, `interrupted`.
core::Result<ModelFile> fetch(const Reference& reference, const Settings& settings, const Progress& progress, const core::Cancel& cancel);

/// Finds the file in the cache alone. Errors: `model_unavailable`.
core::Result<ModelFile> find_cached(const Reference& reference, const Settings& settings);

/// The file is there but is not what its name says.
core::Error damaged(const std::string& path);

}  // namespace recoupe::models::hub
