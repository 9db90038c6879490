// The vocabulary of GGUF weights alone. Takes a path, cuts texts into its tokens. Included by the evaluation.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace recoupe::models::llama_cpp {

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  /// Gives the tokens of a text, without one that marks its beginning.
  [[nodiscard]] virtual std::vector<int> tokens_of(std::string_view text) const = 0;
};

/// Loads the vocabulary; `model_unavailable` where the file is absent or is not what it should be.
core::Result<std::unique_ptr<Tokenizer>> make_tokenizer(const std::string& path);

}  // namespace recoupe::models::llama_cpp
