// A way to run SELECTs of our own: through our server's session, or through another server's tool. Takes SQL, gives rows of
// texts. Included by describe and sample, implemented by sources/postgres/server and carried_statements.
#pragma once

#include <vector>

#include "core/result.hpp"
#include "sources/sql/text_rows.hpp"

namespace recoupe::sources::sql {

/// A SELECT with as many columns as it gives.
struct Query {
  std::string sql;  // with $1, $2, … where parameters stand
  std::size_t column_count = 0;
};

class Statements {
 public:
  virtual ~Statements() = default;
  /// Reads PostgreSQL's own catalog.
  virtual core::Result<std::vector<TextRow>> catalog_rows(const Query& query, const std::vector<Text>& parameters) = 0;
  /// Reads the user's tables, after the statement was let through.
  virtual core::Result<std::vector<TextRow>> data_rows(const Query& query) = 0;
};

}  // namespace recoupe::sources::sql
