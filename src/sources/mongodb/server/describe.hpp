// What the database holds. Takes a session, gives the replies of list_collections and describe_collections.
// Included by the server's tools.
#pragma once

#include <string>

#include "core/json.hpp"
#include "sources/mongodb/server/session.hpp"

namespace recoupe::sources::mongodb {

/// Gives {"collections": [{"name", "kind": "collection" | "view" | "timeseries"}], "product", "database"} of all that
/// this user may read, by name.
core::Result<core::Json> list_collections(Session& session, const core::Cancel& cancel);

/// Gives one item of {"collections": […]}: {"name", "kind", "comment", "row_count", "sampled", "documents_read", "cut", "fields": […] (catalog::FieldStats, with "comment"),
/// "keys": [[path, …], …]}. All documents are read up to limits::sample_documents_max; of more, the first and the last
/// by _id, so that the same data gives the same description. `having`: a dotted path, only documents that hold it are
/// looked at; empty: all.
core::Result<core::Json> describe_collection(Session& session, const std::string& collection, const std::string& having,
                                             const core::Cancel& cancel);

}  // namespace recoupe::sources::mongodb
