// What documents were seen to hold, as the catalog has it. Takes a description, gives a table.
// Included by the readers of the folders that speak it.
#pragma once

#include <vector>

#include "catalog/catalog.hpp"
#include "core/json.hpp"

namespace recoupe::sources::mql {

/// Makes the table of {"name", "comment", "row_count", "sampled", "documents_read", "cut", "fields": [… as FieldStats
/// gives them, with "comment"], "keys": [[path, …], …]}.
catalog::Table table_of(const core::Json& described);

/// Gives the fields of a table on the way to a path and below it, as catalog::Reader::look_for gives them: the table was
/// made from documents that hold the path alone.
std::vector<catalog::Field> fields_towards(catalog::Table table, const catalog::FieldPath& path);

}  // namespace recoupe::sources::mql
