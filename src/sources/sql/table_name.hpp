// "schema.table" as the tools take it, written and read in one place. Included by compiler, reader and the server's tools.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sources/sql/gate.hpp"

namespace recoupe::sources::sql {

/// Writes a name as an SQL identifier.
std::string quoted_identifier(const std::string& name);
/// Writes schema.table as SQL.
std::string quoted_name(const QualifiedName& name);
/// Reads "schema.table" or "\"my schema\".\"t.1\""; nothing when it is neither.
std::optional<QualifiedName> qualified_name(std::string_view text);

}  // namespace recoupe::sources::sql
