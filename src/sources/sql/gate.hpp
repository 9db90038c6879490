// Decides whether one SQL text may run at all: it is parsed as PostgreSQL parses it, and everything in it must be on
// an allow-list. Takes text, gives what it reads, or a refusal. Included by the compiler and by our server.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::sources::sql {

inline constexpr std::size_t statement_bytes_max = 64 * 1024;
inline constexpr std::size_t carried_bytes_max = 1024 * 1024;  // of a statement that holds its values as literals

/// What a statement may look at.
enum class Reach {
  data,     // the user's tables
  carried,  // those, and what of the session and its snapshot a reply must tell to be believed
  catalog,  // PostgreSQL's own catalog: for statements of ours alone
};

/// A table, view or type as the statement names it; both parts are always there.
struct QualifiedName {
  std::string schema;
  std::string name;
  bool operator==(const QualifiedName&) const = default;
};

/// What an allowed statement reads.
struct CheckedStatement {
  std::vector<QualifiedName> relations;
  std::vector<QualifiedName> types;     // not the system's: whoever runs the statement allows enums only
  std::vector<std::string> attributes;  // x of every `t.x`: PostgreSQL may take it for the function call x(t)
};

/// Allows exactly one SELECT (or VALUES, TABLE) that only reads: allow-listed functions, operators, types and syntax,
/// tables named with their schema, none of the system's but as far as `reach` goes. It must run where search_path is
/// pg_catalog alone, or with its names pinned there (self_contained).
/// Errors: `write_refused` for what would change something, `statement_refused` for the rest.
core::Result<CheckedStatement> check_statement(std::string_view sql, Reach reach = Reach::data);

/// Parses as PostgreSQL does and gives libpg_query's tree. Errors: `statement_refused`.
core::Result<core::Json> parse_tree(const std::string& text);

}  // namespace recoupe::sources::sql
