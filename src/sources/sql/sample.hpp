// Distinct values of columns, read without reading a large table whole. Takes a way to run statements, gives the
// reply of `sample`. Included by our server's tools and by the reader of other servers.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"
#include "sources/sql/gate.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::sql {

inline constexpr std::int64_t sample_values_max = 10'000;    // of one column
inline constexpr std::int64_t sample_rows_max = 1'000'000;   // looked at, of one column
inline constexpr std::int64_t sample_value_bytes_max = 256;  // longer values are left out and said

struct SampleRequest {
  QualifiedName table;
  std::vector<std::string> columns;
  std::int64_t values_max = sample_values_max;
  std::int64_t value_bytes_max = sample_value_bytes_max;
};

/// Gives {"columns": [{"name", "values": […], "whole": true where these are all values but NULL}]}.
core::Result<core::Json> sample_columns(Statements& statements, const SampleRequest& request);

}  // namespace recoupe::sources::sql
