// A catalog kept in a file, so that a run need not read every source again.
// Takes a Catalog and a path, gives it back with its digest and age. Included by run.
#pragma once

#include <filesystem>
#include <string>

#include "catalog/catalog.hpp"
#include "core/value.hpp"

namespace recoupe::catalog {

struct Snapshot {
  Catalog catalog;
  core::Timestamp read_at;  // when the sources were read
  std::string digest;       // digest_of(catalog)
};

/// Writes a snapshot, readable by its owner alone; a reader sees the old file or the new one, never a part.
core::Status write_snapshot(const std::filesystem::path& path, const Catalog& catalog, core::Timestamp read_at);

/// Reads a snapshot. Errors: `invalid_config` when there is no such file; `invalid_json` when it was damaged.
core::Result<Snapshot> read_snapshot(const std::filesystem::path& path);

}  // namespace recoupe::catalog
