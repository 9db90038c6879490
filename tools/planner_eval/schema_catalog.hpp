// Reads a schema of the hand-written pairs into a catalog, as the sources would show it. Included by the evaluation only.
#pragma once

#include "catalog/catalog.hpp"

namespace recoupe::planner_eval {

catalog::Catalog catalog_of_schema(const core::Json& schema);

}  // namespace recoupe::planner_eval
