// The catalog of a project: read from every server, with relations proposed and declared, kept as a snapshot.
// Takes Connections and Config, gives a Snapshot. Included by session.
#pragma once

#include "catalog/snapshot.hpp"
#include "run/config.hpp"
#include "run/connections.hpp"

namespace recoupe::run {

inline constexpr std::int64_t catalog_age_max_s = 24 * 3600;  // an older snapshot is read anew
inline constexpr std::int64_t catalog_fresh_s = 60;  // an older one is read anew before something in it is said to be missing

/// Gives the kept snapshot unless it is absent, damaged, old, of other servers, or `refresh` is asked; then reads anew.
core::Result<catalog::Snapshot> catalog_of(const Config& config, Connections& connections, bool refresh,
                                           const core::Cancel& cancel, const execute::Progress& progress);

/// Looks in the sources for paths that their samples have not seen (LANGUAGE.md); what is found joins the snapshot, in
/// memory and on disk. Gives whether anything was found; plans validated before are not valid any more then.
core::Result<bool> look_for(const std::vector<catalog::FieldRef>& paths, const Config& config, Connections& connections,
                            catalog::Snapshot& snapshot, const core::Cancel& cancel);

}  // namespace recoupe::run
