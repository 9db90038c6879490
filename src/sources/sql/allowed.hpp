// The names that a statement may use. Each takes a name and tells whether it is on the list. Included by gate only.
#pragma once

#include <string_view>

#include "sources/sql/gate.hpp"

namespace recoupe::sources::sql {

/// A function, aggregate or window function of pg_catalog that reads nothing but its arguments and, beyond
/// Reach::data, what that reach names.
bool is_allowed_function(std::string_view name, Reach reach);
/// An operator of pg_catalog.
bool is_allowed_operator(std::string_view name);
/// A type of pg_catalog that a value may be cast to.
bool is_allowed_type(std::string_view name, Reach reach);
/// A table of pg_catalog that tells what there is: none holds users' values or passwords.
bool is_allowed_system_table(std::string_view name);
/// A node or field of the parse tree as libpg_query names it.
bool is_allowed_syntax(std::string_view key);
/// CURRENT_DATE and the like, as libpg_query names them.
bool is_allowed_sql_value(std::string_view name);

}  // namespace recoupe::sources::sql
