// heads.jsonl: one line per finished run, itself a chain. Takes a store and a head, appends under a lock.
// Included by log and abort.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "core/result.hpp"
#include "evidence/record.hpp"

namespace recoupe::evidence {

/// Appends the head (its `prev` is filled in) and waits until it is on the disk.
core::Status append_head(const std::filesystem::path& store, Head head);
/// Gives the runs that heads.jsonl has a line for.
std::set<std::string> runs_with_head(const std::filesystem::path& store);

}  // namespace recoupe::evidence
