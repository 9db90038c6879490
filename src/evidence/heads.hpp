// heads.jsonl: one line per finished run, itself a chain. Takes a store and a head, appends under a lock.
// Included by log and abort.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "evidence/record.hpp"

namespace recoupe::evidence {

/// Appends the head (its `prev` is filled in) and waits until it is on the disk.
core::Status append_head(const std::filesystem::path& store, Head head);
/// Tells whether heads.jsonl has a line for the run.
bool has_head(const std::filesystem::path& store, const std::string& run_id);

}  // namespace recoupe::evidence
