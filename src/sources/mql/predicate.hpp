// Conditions of the plan language as MongoDB filters that surely keep every document that qualifies (LANGUAGE.md, "What
// may be pushed"). Takes expressions and keys, gives filters or nothing. Included by compiler.
#pragma once

#include <optional>
#include <vector>

#include "core/json.hpp"
#include "rows/batch.hpp"
#include "sources/mql/target.hpp"

namespace recoupe::sources::mql {

/// Gives a filter that lets every document pass for which the condition is TRUE; nothing where none is known.
std::optional<core::Json> superset_of(const plan::Expr& condition, const physical::Fetch& fetch);

/// A filter for a list of values, and whether it lets nothing else pass.
struct KeyFilter {
  core::Json filter;
  bool exact = false;
};
/// Gives a filter that lets every document pass whose target is one of the values.
std::optional<KeyFilter> one_of(const Target& target, const std::vector<core::Value>& values);

}  // namespace recoupe::sources::mql
