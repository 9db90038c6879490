// Decides whether one SQL text may run at all: it is parsed as PostgreSQL parses it, and everything in it must be on
// an allow-list. Takes text, gives what it reads, or a refusal. Included by the compiler and by our server.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace recoupe::sources::sql {

inline constexpr std::size_t statement_bytes_max = 64 * 1024;

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
/// tables named with their schema, none of the system's. It must run where search_path is pg_catalog alone.
/// Errors: `write_refused` for what would change something, `statement_refused` for the rest.
core::Result<CheckedStatement> check_statement(std::string_view sql);

}  // namespace recoupe::sources::sql
