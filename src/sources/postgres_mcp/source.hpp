// PyPI postgres-mcp (crystaldba): execute_sql{sql}, whose rows come as Python writes them. Gives what knows it.
// Included by run.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::postgres_mcp {

/// Knows the server.
dialect::Speaker speaker();

}  // namespace recoupe::sources::postgres_mcp
