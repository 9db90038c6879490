// A statement with its literals replaced by "?": fit for the evidence log, where nothing personal may stand.
// Included by compiler.
#pragma once

#include "core/json.hpp"

namespace recoupe::sources::mql {

/// Replaces every value of a filter; names of fields and operators stay.
core::Json shape_of_filter(const core::Json& filter);
/// Replaces every value of a pipeline's filters, and what its last stage makes of each document.
core::Json shape_of_pipeline(const core::Json& pipeline);

}  // namespace recoupe::sources::mql
