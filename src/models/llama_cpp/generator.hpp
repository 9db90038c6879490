// The generator port over llama.cpp, in this process: GGUF weights with an adapter trained for plans. Takes a path and the adapter's bytes.
// Cards are read once, each alone, and kept; a question sees all of its cards. Included by the evaluation.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "planner/generator.hpp"

namespace recoupe::models::llama_cpp {

inline constexpr int generator_context_tokens = 4'096;  // cards kept and the question's texts together
inline constexpr int generator_sequences = 64;          // cards kept, and what a question needs
inline constexpr int question_position = 256;           // where a question begins, whatever its cards: as in training
inline constexpr int generator_threads = 2;             // fixed: scores change with it

/// Loads weights from a file and an adapter from its bytes; `model_unavailable` where they are absent or are not what they
/// should be.
core::Result<std::unique_ptr<planner::Generator>> make_generator(const std::string& weights, std::string_view adapter);

}  // namespace recoupe::models::llama_cpp
