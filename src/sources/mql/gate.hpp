// What may be sent to MongoDB: an allow-list of tools, stages and operators at every depth; all else is refused.
// Takes a call's arguments, gives nothing or why not. Included by the dialects (before sending) and our server (before
// running).
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mql {

inline constexpr int statement_depth_max = 32;   // levels of a filter or pipeline that people write
inline constexpr int made_pipeline_depth_max = 100;  // servers refuse more

/// One argument of a tool, and what it may hold.
struct Argument {
  std::string_view name;
  core::Status (*check)(const core::Json&) = nullptr;
  bool required = false;
};

/// A tool that reads, and every argument that it may be given. Those without a name are none.
struct ReadTool {
  std::string_view name;
  std::array<Argument, 7> arguments{};
};

/// Checks a call against the tools that may be called: the tool's name, every argument, and what they hold.
/// Errors: `write_refused` for what would write, else `statement_refused`.
core::Status check_call(std::span<const ReadTool> tools, std::string_view tool, const core::Json& arguments);

/// Checks a filter as find and $match take it.
core::Status check_filter(const core::Json& filter);
/// Checks a whole pipeline, those inside $lookup, $unionWith and $facet included.
core::Status check_pipeline(const core::Json& pipeline);
/// Checks a pipeline that a dialect made, whose last stage tags values many levels deep.
core::Status check_made_pipeline(const core::Json& pipeline);
/// Checks a projection of paths to 0, 1, true or false.
core::Status check_projection(const core::Json& projection);
/// Checks a sort of paths to 1 or -1.
core::Status check_sort(const core::Json& sort);
/// Checks the name of a collection: no system collection, no dollar sign.
core::Status check_collection(const core::Json& name);
/// Checks a path that can be named.
core::Status check_path(const core::Json& path);
/// Checks a list of them.
core::Status check_paths(const core::Json& paths);
/// Checks a list of collections' names.
core::Status check_collections(const core::Json& names);
/// Check a text, a flag, and a whole number above 0.
core::Status check_text(const core::Json& json);
core::Status check_flag(const core::Json& json);
core::Status check_count(const core::Json& json);

}  // namespace recoupe::sources::mql
