// A collection as its documents and its validator describe it, in the form that table_of reads.
// Takes statistics and a JSON Schema, gives JSON. Included by our server's describe and the sampled reader.
#pragma once

#include <string>

#include "core/json.hpp"
#include "catalog/field_stats.hpp"

namespace recoupe::sources::mql {

struct Described {
  std::string name;
  core::Json schema = {};  // the validator's $jsonSchema, whose descriptions are the comments; null: none
  std::int64_t row_count = 0;
  core::Json keys = core::Json::array();
};

/// Gives {"name", "comment", "row_count", "sampled", "documents_read", "cut", "fields", "keys"}.
core::Json description_of(const Described& described, const catalog::FieldStats& stats);

/// Finds the $jsonSchema in a collection's {"options": {"validator": …}}; null where there is none.
core::Json schema_in(const core::Json& collection);

}  // namespace recoupe::sources::mql
