// `recoupe mcp mongodb`: one MongoDB database behind nine read-only MCP tools. Takes where the database is, gives a
// server for serve_stdio or our own client. Included by source.cpp and cli.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "mcp/server.hpp"
#include "wire/environment.hpp"

namespace recoupe::sources::mongodb {

/// What the server calls itself: by it a client knows the dialect.
inline constexpr std::string_view server_name = "recoupe-mongodb";

/// Makes the server; it connects at its first call. `uri`: "" where `variables` (MONGODB_URI) tell.
/// Errors: `invalid_config`, which never quotes the URI.
core::Result<std::shared_ptr<const mcp::Server>> make_server(const std::string& uri, const wire::Variables& variables);

}  // namespace recoupe::sources::mongodb
