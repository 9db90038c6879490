#include "planner/linker_layers.hpp"

#include <algorithm>
#include <cmath>

namespace recoupe::planner {

namespace {

constexpr float norm_epsilon = 1e-5f;

/// out += a * row, four rows at a time: the compiler makes vectors of it.
void add_products(float* __restrict out, const float* x, const Tensor& weight) {
  const std::size_t width = weight.columns;
  std::size_t k = 0;
  for (; k + 4 <= weight.rows; k += 4) {
    const float a = x[k], b = x[k + 1], c = x[k + 2], d = x[k + 3];
    const float* __restrict wa = weight.row(k);
    const float* __restrict wb = weight.row(k + 1);
    const float* __restrict wc = weight.row(k + 2);
    const float* __restrict wd = weight.row(k + 3);
    for (std::size_t j = 0; j < width; ++j) out[j] += a * wa[j] + b * wb[j] + c * wc[j] + d * wd[j];
  }
  for (; k < weight.rows; ++k) {
    const float a = x[k];
    const float* __restrict wa = weight.row(k);
    for (std::size_t j = 0; j < width; ++j) out[j] += a * wa[j];
  }
}

}  // namespace

void Linear::add_to(Rows& out, const Rows& x) const {
  for (std::size_t i = 0; i < x.count; ++i) {
    float* row = out.row(i);
    for (std::size_t j = 0; j < bias.columns; ++j) row[j] += bias.values[j];
    add_products(row, x.row(i), weight);
  }
}

Rows Linear::of(const Rows& x) const {
  Rows out(x.count, weight.columns);
  add_to(out, x);
  return out;
}

Rows Norm::of(const Rows& x) const {
  Rows out(x.count, x.width);
  const auto width = static_cast<float>(x.width);
  for (std::size_t i = 0; i < x.count; ++i) {
    const float* in = x.row(i);
    float mean = 0;
    for (std::size_t j = 0; j < x.width; ++j) mean += in[j];
    mean /= width;
    float variance = 0;
    for (std::size_t j = 0; j < x.width; ++j) variance += (in[j] - mean) * (in[j] - mean);
    const float scale = 1 / std::sqrt(variance / width + norm_epsilon);
    float* row = out.row(i);
    for (std::size_t j = 0; j < x.width; ++j) row[j] = (in[j] - mean) * scale * gain.values[j] + bias.values[j];
  }
  return out;
}

void Attention::add_to(Rows& x, const Rows& source, std::size_t heads, const Lean& leans) const {
  const Rows said = source_norm.of(source);
  const Rows q = query.of(norm.of(x));
  const Rows k = key.of(said);
  const Rows v = value.of(said);
  const std::size_t width = x.width / heads;
  const float scale = 1 / std::sqrt(static_cast<float>(width));
  Rows found(x.count, x.width);
  std::vector<float> logits(source.count);
  for (std::size_t i = 0; i < x.count; ++i) {
    for (std::size_t head = 0; head < heads; ++head) {
      const std::size_t from = head * width;
      const float* asked = q.row(i) + from;
      for (std::size_t j = 0; j < source.count; ++j) {
        const float* known = k.row(j) + from;
        float sum = 0;
        for (std::size_t c = 0; c < width; ++c) sum += asked[c] * known[c];
        logits[j] = sum * scale;
      }
      if (leans) leans(head, i, logits.data());
      softmax(logits.data(), source.count);
      float* out_row = found.row(i) + from;
      for (std::size_t j = 0; j < source.count; ++j) {
        const float share = logits[j];
        const float* known = v.row(j) + from;
        for (std::size_t c = 0; c < width; ++c) out_row[c] += share * known[c];
      }
    }
  }
  out.add_to(x, found);
}

void FeedForward::add_to(Rows& x) const {
  Rows inner = up.of(norm.of(x));
  gelu(inner);
  down.add_to(x, inner);
}

void gelu(Rows& x) {
  constexpr float root = 0.7978845608f;  // of 2/π
  for (float& value : x.values)
    value = 0.5f * value * (1 + std::tanh(root * (value + 0.044715f * value * value * value)));
}

void softmax(float* logits, std::size_t count) {
  if (count == 0) return;
  const float highest = *std::max_element(logits, logits + count);
  float sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += logits[i] = std::exp(logits[i] - highest);
  for (std::size_t i = 0; i < count; ++i) logits[i] /= sum;
}

float sigmoid(float logit) { return 1 / (1 + std::exp(-logit)); }

core::Result<Linear> take_linear(const LinkerWeights& weights, const std::string& weight, const std::string& bias,
                                 std::size_t in, std::size_t out) {
  Linear linear;
  RECOUPE_TRY(matrix, weights.take(weight, in, out));
  linear.weight = std::move(matrix);
  if (bias.empty()) return linear;
  RECOUPE_TRY(added, weights.take(bias, 1, out));
  linear.bias = std::move(added);
  return linear;
}

core::Result<Norm> take_norm(const LinkerWeights& weights, const std::string& name, std::size_t width) {
  Norm norm;
  RECOUPE_TRY(gain, weights.take(name + ".gain", 1, width));
  RECOUPE_TRY(bias, weights.take(name + ".bias", 1, width));
  norm.gain = std::move(gain);
  norm.bias = std::move(bias);
  return norm;
}

core::Result<Attention> take_attention(const LinkerWeights& weights, const std::string& name, std::size_t width,
                                       std::size_t heads, std::size_t channels) {
  Attention attention;
  RECOUPE_TRY(norm, take_norm(weights, name + ".norm", width));
  attention.norm = norm;
  attention.source_norm = norm;
  if (channels > 0) {
    RECOUPE_TRY(source, take_norm(weights, name + ".source_norm", width));
    attention.source_norm = std::move(source);
    RECOUPE_TRY(lean, weights.take(name + ".beta", heads, channels));
    attention.lean = std::move(lean);
  }
  for (const auto& [letter, linear] : {std::pair{"q", &attention.query}, std::pair{"k", &attention.key},
                                       std::pair{"v", &attention.value}, std::pair{"o", &attention.out}}) {
    RECOUPE_TRY(taken, take_linear(weights, name + "." + letter, name + "." + letter + "_bias", width, width));
    *linear = std::move(taken);
  }
  return attention;
}

core::Result<FeedForward> take_feed_forward(const LinkerWeights& weights, const std::string& name, std::size_t width,
                                            std::size_t inner) {
  FeedForward layer;
  RECOUPE_TRY(norm, take_norm(weights, name + ".norm", width));
  RECOUPE_TRY(up, take_linear(weights, name + ".w1", name + ".b1", width, inner));
  RECOUPE_TRY(down, take_linear(weights, name + ".w2", name + ".b2", inner, width));
  layer.norm = std::move(norm);
  layer.up = std::move(up);
  layer.down = std::move(down);
  return layer;
}

}  // namespace recoupe::planner
