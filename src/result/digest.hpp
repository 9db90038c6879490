// The result digest as EVIDENCE.md fixes it. Takes columns and rows, gives "sha256:…" and the order of rows by bytes.
// Included by engine.
#pragma once

#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "plan/plan.hpp"
#include "rows/batch.hpp"

namespace recoupe::result {

struct Digested {
  std::string digest;               // "sha256:…"
  std::string lines;                // what was hashed; empty where it is longer than limits::digest_lines_bytes_max
  std::vector<std::size_t> sorted;  // rows of the batch by the bytes of their lines
};

/// Digests whole rows; where they are `ordered` their order is part of it. Stops once `cancel` is requested.
core::Result<Digested> digest_rows(const std::vector<plan::OutputColumn>& columns, const rows::Batch& batch, bool ordered,
                                   const core::Cancel& cancel);

}  // namespace recoupe::result
