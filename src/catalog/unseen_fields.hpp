// Fields that a sample had not seen and that were looked for by name, taken into the catalog.
// Takes a Table and the fields found, changes the table. Included by run.
#pragma once

#include <vector>

#include "catalog/catalog.hpp"

namespace recoupe::catalog {

/// Adds the fields that the table does not have yet, each behind its parent and the parent's other children. Gives
/// whether any was new.
bool add_unseen(Table& table, std::vector<Field> found);

}  // namespace recoupe::catalog
