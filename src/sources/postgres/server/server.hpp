// `recoupe mcp postgres`: PostgreSQL behind eight read-only MCP tools. Takes where the database is, gives a server for
// serve_stdio or our own client. Included by source.cpp and cli.
#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "mcp/server.hpp"
#include "sources/postgres/server/connection_options.hpp"
#include "sources/postgres/server/session.hpp"

namespace recoupe::sources::postgres {

/// What the server calls itself: by it a client knows the dialect.
inline constexpr std::string_view server_name = "recoupe-postgres";

/// Makes the server; it connects at its first call. `uri`: "" where `variables` (POSTGRES_URI, or libpq's own) tell.
/// Errors: `invalid_config`, which never quotes the URI.
core::Result<std::shared_ptr<const mcp::Server>> make_server(const std::string& uri, const Variables& variables,
                                                             const SessionLimits& limits = {});

}  // namespace recoupe::sources::postgres
