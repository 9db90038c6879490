// What may be sent to MongoDB: an allow-list of tools, stages and operators at every depth; all else is refused.
// Takes a call's arguments, gives nothing or why not. Included by the compiler (before sending) and the server (before running).
#pragma once

#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mongodb {

inline constexpr int statement_depth_max = 32;  // levels of a filter or pipeline

/// Checks a call of one of our server's tools: its name, every argument, and what they hold.
/// Errors: `write_refused` for what would write, else `statement_refused`.
core::Status check_call(std::string_view tool, const core::Json& arguments);

/// Checks a filter as find and $match take it.
core::Status check_filter(const core::Json& filter);
/// Checks a whole pipeline, those inside $lookup, $unionWith and $facet included.
core::Status check_pipeline(const core::Json& pipeline);
/// Checks a projection of paths to 0, 1, true or false.
core::Status check_projection(const core::Json& projection);
/// Checks a sort of paths to 1 or -1.
core::Status check_sort(const core::Json& sort);
/// Checks the name of a collection: no system collection, no dollar sign.
core::Status check_collection(const core::Json& name);

}  // namespace recoupe::sources::mongodb
