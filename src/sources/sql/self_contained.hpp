// A statement that means the same in any session, for servers that take SQL text alone. Takes SQL with $1, $2, … and their
// values, gives SQL without. Included by the carried statements.
#pragma once

#include <string>

#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::sources::sql {

/// Puts the values (texts, lists of texts, null) in as literals and writes functions, operators, types and system tables as
/// pg_catalog's, so that nothing in the session's search_path can stand in for them. The outcome is parsed again and must
/// be the same tree with the same values. Errors: `statement_refused`, `internal` where it is not.
core::Result<std::string> self_contained(const std::string& sql, const core::Json& parameters);

}  // namespace recoupe::sources::sql
