// What the connected role may do beyond reading: each privilege that a reader should not have, and the GRANTs of one that
// has none of them. Takes a session, gives the reply of check_role. Included by the server's tools.
#pragma once

#include "core/json.hpp"
#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

inline constexpr int role_objects_shown_max = 20;  // of one privilege

/// Gives {"role", "safe", "privileges": [{"name", "message": {"en","fr"}, "objects": […], "object_count"}], "grants": SQL}.
core::Result<core::Json> check_role(Session& session, const core::Cancel& cancel);

}  // namespace recoupe::sources::postgres
