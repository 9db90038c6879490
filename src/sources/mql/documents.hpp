// Documents in canonical extended JSON to typed columns. A document whose value fits the column's type neither as it is
// nor exactly changed is left out and counted. Included by the dialects' decoders.
#pragma once

#include "rows/decoder.hpp"

namespace recoupe::sources::mql {

/// Gives the columns of a fetch, and how many documents are left out.
rows::Decoded columns_of(const physical::Fetch& fetch, const core::JsonArray& documents);

}  // namespace recoupe::sources::mql
