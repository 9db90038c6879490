// What every model on disk needs: the digest of its weights, worked out once, and the error when they are not there.
// Included by models/<name>.
#pragma once

#include <string>

#include "core/result.hpp"

namespace recoupe::planner {

/// Gives "sha256:…" of a weights file; kept beside it in FILE.sha256 with size and time, and read back while these
/// hold.
core::Result<std::string> digest_of_weights(const std::string& path, const std::string& stage);

/// The weights are absent, damaged or fail to run: `model_unavailable`.
core::Error weights_error(const std::string& stage, const std::string& what);

}  // namespace recoupe::planner
