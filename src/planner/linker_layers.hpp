// The layers of the linker's network, in single precision and one fixed order: the same input gives the same bits.
// Takes rows, gives rows. Included by linker.cpp only.
#pragma once

#include <functional>
#include <string>

#include "planner/linker_weights.hpp"

namespace recoupe::planner {

/// Rows of the same width, one after another.
struct Rows {
  std::size_t count = 0;
  std::size_t width = 0;
  std::vector<float> values;
  Rows() = default;
  Rows(std::size_t count_, std::size_t width_) : count(count_), width(width_), values(count_ * width_, 0) {}
  [[nodiscard]] float* row(std::size_t at) { return values.data() + at * width; }
  [[nodiscard]] const float* row(std::size_t at) const { return values.data() + at * width; }
};

struct Linear {
  Tensor weight;
  Tensor bias;  // empty: none
  /// Adds x @ weight (+ bias) to `out`.
  void add_to(Rows& out, const Rows& x) const;
  [[nodiscard]] Rows of(const Rows& x) const;
};

struct Norm {
  Tensor gain;
  Tensor bias;
  [[nodiscard]] Rows of(const Rows& x) const;
};

/// How much each query's row leans to each source's row before the words are read: added to the logits of a head.
using Lean = std::function<void(std::size_t head, std::size_t query, float* logits)>;

struct Attention {
  Norm norm;
  Norm source_norm;
  Linear query, key, value, out;
  Tensor lean;  // heads × channels; empty: none
  /// Adds what `x` finds in `source` to `x`.
  void add_to(Rows& x, const Rows& source, std::size_t heads, const Lean& leans) const;
};

struct FeedForward {
  Norm norm;
  Linear up, down;
  void add_to(Rows& x) const;
};

void gelu(Rows& x);
/// Turns logits into probabilities in place.
void softmax(float* logits, std::size_t count);
float sigmoid(float logit);

/// Reads layers by the beginning of their tensors' names.
core::Result<Linear> take_linear(const LinkerWeights& weights, const std::string& weight, const std::string& bias,
                                 std::size_t in, std::size_t out);
core::Result<Norm> take_norm(const LinkerWeights& weights, const std::string& name, std::size_t width);
core::Result<Attention> take_attention(const LinkerWeights& weights, const std::string& name, std::size_t width,
                                       std::size_t heads, std::size_t channels);
core::Result<FeedForward> take_feed_forward(const LinkerWeights& weights, const std::string& name, std::size_t width,
                                            std::size_t inner);

}  // namespace recoupe::planner
