// Distinct values of paths, read without reading a large collection whole. Takes a session, gives the reply of `sample`.
// Included by the server's tools.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"
#include "sources/mongodb/server/session.hpp"

namespace recoupe::sources::mongodb {

inline constexpr std::int64_t sample_values_max = 10'000;     // of one path
inline constexpr std::int64_t sample_read_max = 100'000;      // documents looked at, for one path
inline constexpr std::size_t sample_value_bytes_max = 256;    // longer values are left out and said

struct SampleRequest {
  std::string collection;
  std::vector<std::string> paths;  // dotted
  std::int64_t values_max = sample_values_max;
};

/// Gives {"fields": [{"path", "values": […] as CAST(x AS STRING) writes them, "whole": true where these are all}]}.
/// Elements of arrays count one by one; documents, and what no text says, are left out.
core::Result<core::Json> sample_paths(Session& session, const SampleRequest& request, const core::Cancel& cancel);

}  // namespace recoupe::sources::mongodb
