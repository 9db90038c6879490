// The model port over llama.cpp, in this process: weighs whole texts after a shared prompt. Takes a path to GGUF weights.
// Included by run.
#pragma once

#include <memory>
#include <string>

#include "planner/model.hpp"

namespace recoupe::models::llama_cpp {

inline constexpr int context_tokens_max = 2'048;   // prompt and all continuations together
inline constexpr int sequences_max = 16;           // continuations in one batch
inline constexpr int threads = 2;                  // fixed: scores change with it

/// What is known of a file's name and digest beforehand; empty: the file tells.
struct Known {
  std::string name;
  std::string digest;
};

/// Loads the weights; `model_unavailable` where the file is absent or is not what it should be.
core::Result<std::unique_ptr<planner::Model>> make_model(const std::string& path, Known known = {});

}  // namespace recoupe::models::llama_cpp
