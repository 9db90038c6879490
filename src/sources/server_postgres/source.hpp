// npm @modelcontextprotocol/server-postgres: one tool, query{sql}. Gives what knows it. Included by run.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::server_postgres {

/// Knows the server.
dialect::Speaker speaker();

}  // namespace recoupe::sources::server_postgres
