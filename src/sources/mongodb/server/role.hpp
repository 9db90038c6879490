// What the connected user may do beyond reading: each privilege that a reader should not have, and the command that makes a
// user who has none of them. Takes a session, gives the reply of check_role. Included by the server's tools.
#pragma once

#include <string>

#include "core/json.hpp"
#include "sources/mongodb/server/session.hpp"

namespace recoupe::sources::mongodb {

inline constexpr std::size_t role_objects_shown_max = 20;  // of one privilege

/// Gives {"role", "safe", "access_control", "privileges": [{"name", "message": {"en","fr"}, "objects": […], "object_count"}],
/// "grants": a command of mongosh}.
core::Result<core::Json> check_role(Session& session, const core::Cancel& cancel);

/// Reads what connectionStatus says of the user.
core::Json role_of(const core::Json& auth_info, const std::string& database);

}  // namespace recoupe::sources::mongodb
