// Speaks with npm's mcp-mongo-server (kiliczsh). Its JSON is plain: values are tagged by the database before it sees them.
// Included by run and tests.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::mcp_mongo_server {

/// Gives the one that knows this server.
dialect::Speaker speaker();

}  // namespace recoupe::sources::mcp_mongo_server
