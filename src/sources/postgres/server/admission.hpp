// The part of the gate that only the database can answer: what the names in a statement stand for there.
// Takes a statement, gives it back as allowed or a refusal. Included by the server's tools.
#pragma once

#include <string_view>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

inline constexpr int view_depth_max = 16;  // views over views

/// Checks a statement by sql::check_statement and then, inside the transaction: a view is held to the same rules as the
/// statement it stands for, a type of the database's own must be an enum, no `t.x` may be a function of rows, and no
/// table may have columns that a cast function of somebody's own would see.
core::Status admit(Session& session, std::string_view sql, const core::Cancel& cancel);

}  // namespace recoupe::sources::postgres
