// What a path finds in a document, as MongoDB's own paths do. Included by decoder.
#pragma once

#include <optional>

#include "catalog/catalog.hpp"
#include "core/json.hpp"

namespace recoupe::sources::mql {

/// What was found: nothing (missing), a value, or the values that a path through an array finds (an array).
struct Found {
  const core::Json* value = nullptr;    // where no array was crossed
  std::optional<core::JsonArray> many;  // where one was
};

/// Follows a path. It goes through each element of an array that it meets before its end, not through arrays inside arrays.
Found find_path(const core::Json& document, const catalog::FieldPath& path);

}  // namespace recoupe::sources::mql
