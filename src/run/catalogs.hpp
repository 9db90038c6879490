// The catalog of a project: read from every server, with relations proposed and declared, kept as a snapshot.
// Takes Connections and Config, gives a Snapshot. Included by session.
#pragma once

#include "catalog/snapshot.hpp"
#include "run/config.hpp"
#include "run/connections.hpp"

namespace recoupe::run {

inline constexpr std::int64_t catalog_age_max_s = 24 * 3600;  // an older snapshot is read anew

/// Gives the kept snapshot unless it is absent, damaged, old, of other servers, or `refresh` is asked; then reads anew.
core::Result<catalog::Snapshot> catalog_of(const Config& config, Connections& connections, bool refresh,
                                           const core::Cancel& cancel, const execute::Progress& progress);

}  // namespace recoupe::run
