// The ports to models: a language model that scores texts, an embedder. Implemented in models/<name>/; used by planner.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::planner {

/// Weighs complete texts after a shared prompt. Same input, same scores: threads and batch shapes are fixed.
class Model {
 public:
  virtual ~Model() = default;
  /// Names the model and its digest, for evidence: {"name": …, "digest": "sha256:…"}.
  [[nodiscard]] virtual core::Json identity() const = 0;
  /// Gives the summed log-probability (nats) of each continuation after `prefix`, and its count of tokens.
  struct Score {
    double log_probability = 0;
    int tokens = 0;
  };
  virtual core::Result<std::vector<Score>> score(std::string_view prefix, std::span<const std::string> continuations,
                                                 const core::Cancel& cancel) = 0;
};

/// Turns text into a unit vector; likeness is the dot product.
class Embedder {
 public:
  virtual ~Embedder() = default;
  [[nodiscard]] virtual core::Json identity() const = 0;
  virtual core::Result<std::vector<float>> embed(std::string_view text) = 0;
  /// Gives a vector for each text, the same on every call; what a catalog is described with is kept between processes.
  virtual core::Result<std::vector<std::vector<float>>> embed_all(std::span<const std::string> texts, const core::Cancel& cancel) = 0;
  /// Gives a vector for each word of an instruction, as it is meant among the others.
  virtual core::Result<std::vector<std::vector<float>>> embed_words(std::span<const std::string> words) = 0;
};

}  // namespace recoupe::planner
