// A fetch's column in SQL, and literals as PostgreSQL reads them. Included by predicate and compiler.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "physical/fetch.hpp"
#include "sources/sql/native_type.hpp"

namespace recoupe::sources::sql {

struct SqlColumn {
  std::string quoted;
  std::string native_type;
  NativeKind kind = NativeKind::other;
  core::Type type;
  std::string name = {};  // unquoted, for people; of a cell
  [[nodiscard]] bool is_array() const { return type.kind == core::Kind::array; }
};

/// Finds a fetch's column; nothing where the table has no such column, or where it is a path inside one. What a jsonb column
/// holds is not known to the server by our types: it is MIXED here.
std::optional<SqlColumn> sql_column(const physical::Fetch& fetch, int column);

/// What is read of a fetch: each plain column, and each jsonb column once for all the paths inside it.
struct CellsRead {
  std::vector<SqlColumn> cells;
  std::vector<std::size_t> of_column;  // by the fetch's columns: where in `cells` its value stands
};
/// Nothing where the table has no such column.
std::optional<CellsRead> cells_read(const physical::Fetch& fetch);

/// A value's text and the type that it is compared as.
struct SqlLiteral {
  std::string text;
  std::string type;
};

/// Gives the value as it is compared with a column of that kind; nothing where PostgreSQL's comparison could mean
/// something else, or could not read the value.
std::optional<SqlLiteral> literal_for(NativeKind kind, const core::Value& value);

}  // namespace recoupe::sources::sql
