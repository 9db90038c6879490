// Fetched batches into DuckDB tables. Takes a fetch and its batches; column i is `f<i>`, where it may be missing `g<i>`
// tells so. Included by engine.
#pragma once

#include "physical/fetch.hpp"
#include "result/duckdb_api.hpp"
#include "rows/batch.hpp"

namespace recoupe::result {

core::Status create_table(const Database& database, const physical::Fetch& fetch);
/// Appends all rows of a batch whose columns stand as the fetch's do.
core::Status append_batch(const Database& database, const physical::Fetch& fetch, const rows::Batch& batch);

}  // namespace recoupe::result
