// Speaks with MongoDB's own MCP server (npm mongodb-mcp-server). Included by run and tests.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::mongodb_mcp_server {

/// Gives the one that knows this server.
dialect::Speaker speaker();

}  // namespace recoupe::sources::mongodb_mcp_server
