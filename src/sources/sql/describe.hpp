// What a PostgreSQL holds, from its own catalog. Takes a way to run statements, gives the replies of list_tables and
// describe_tables. Included by our server's tools and by the reader of other servers.
#pragma once

#include <vector>

#include "core/json.hpp"
#include "sources/sql/gate.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::sql {

inline constexpr std::int64_t exact_count_bytes_max = 64 * 1024 * 1024;  // larger tables: the planner's estimate

/// Gives {"tables": [{"schema","name","kind","comment"}], "product"} of all that this user may read.
core::Result<core::Json> list_tables(Statements& statements);

/// Gives {"tables": [{"schema","name","kind","comment","row_count","row_count_exact","columns":[{"name","native_type",
/// "base_type","is_array","is_enum","nullable","comment"}],"keys":[[…]],"foreign_keys":[{"columns","table","references"}]}]};
/// no names: of every table.
core::Result<core::Json> describe_tables(Statements& statements, const std::vector<QualifiedName>& names);

/// Counts a table's rows exactly.
core::Result<std::int64_t> count_rows(Statements& statements, const QualifiedName& table);

}  // namespace recoupe::sources::sql
