// npm @bytebase/dbhub on PostgreSQL: execute_sql{sql}. Gives what knows it. Included by run.
#pragma once

#include "sources/dialect/dialect.hpp"

namespace recoupe::sources::dbhub {

/// Knows the server.
dialect::Speaker speaker();

}  // namespace recoupe::sources::dbhub
