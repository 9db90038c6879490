// What the database holds, from its own catalog. Takes a session, gives the replies of list_tables and describe_table.
// Included by the server's tools.
#pragma once

#include <vector>

#include "core/json.hpp"
#include "sources/sql/gate.hpp"
#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

inline constexpr std::int64_t exact_count_bytes_max = 64 * 1024 * 1024;  // larger tables: the planner's estimate

/// Gives {"tables": [{"schema","name","kind","comment"}], "product"} of all that this user may read.
core::Result<core::Json> list_tables(Session& session, const core::Cancel& cancel);

/// Gives {"tables": [{"schema","name","kind","comment","row_count","row_count_exact","columns":[{"name","native_type",
/// "base_type","is_array","is_enum","nullable","comment"}],"keys":[[…]],"foreign_keys":[{"columns","table","references"}]}]};
/// no names: of every table.
core::Result<core::Json> describe_tables(Session& session, const std::vector<sql::QualifiedName>& names,
                                         const core::Cancel& cancel);

}  // namespace recoupe::sources::postgres
