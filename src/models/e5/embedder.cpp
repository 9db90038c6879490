#include "models/e5/embedder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <utility>

#include "models/e5/vector_cache.hpp"
#include "models/e5/word_states.h"
#include "planner/weights_file.hpp"

namespace recoupe::models::e5 {

namespace {

constexpr std::size_t text_bytes_max = 2'000;  // longer text is cut: the model reads 512 tokens
constexpr int as_query = 1;                    // both sides are asked as "query: ", as the model's card says for likeness
constexpr std::size_t batch_texts_max = 32;    // between two looks at Cancel: about 50 ms
constexpr std::size_t instructions_kept_max = 16;

using Vectors = std::vector<std::vector<float>>;

struct Unload {
  void operator()(e5_model* model) const { e5_free(model); }
};
struct Free {
  void operator()(float* rows) const { std::free(rows); }
};

core::Error failed_to_run() { return planner::weights_error("models/e5", "multilingual-e5-small"); }

core::Error interrupted() {
  core::Error error;
  error.code = core::Code::interrupted;
  error.origin = core::Origin::user;
  error.stage = "models/e5";
  error.message = {"Interrupted.", "Interrompu."};
  error.remedy = {"Run it again.", "Relancez."};
  return error;
}

/// Gives the mean of some rows, of length 1.
std::vector<float> mean_of(const float* states, std::size_t first, std::size_t end, std::size_t dimension) {
  std::vector<float> mean(dimension, 0.0F);
  for (std::size_t row = first; row < end; ++row)
    for (std::size_t i = 0; i < dimension; ++i) mean[i] += states[row * dimension + i];
  float square = 0;
  for (const float number : mean) square += number * number;
  constexpr float square_min = 1e-12F;
  const float scale = 1.0F / std::sqrt(std::max(square, square_min));
  for (float& number : mean) number *= scale;
  return mean;
}

class E5Embedder final : public planner::Embedder {
 public:
  E5Embedder(std::unique_ptr<e5_model, Unload> model, std::string digest, const std::filesystem::path& kept)
      : model_(std::move(model)),
        digest_(std::move(digest)),
        dimension_(static_cast<std::size_t>(e5_dim(model_.get()))),
        cache_(kept, digest_, dimension_) {}

  [[nodiscard]] core::Json identity() const override {
    return core::Json::object({{"name", "multilingual-e5-small-q4"}, {"digest", digest_}});
  }

  core::Result<std::vector<float>> embed(std::string_view text) override {
    std::vector<float> vector(dimension_);
    const std::string cut(text.substr(0, text_bytes_max));
    if (e5_embed(model_.get(), cut.c_str(), as_query, vector.data()) != 0) return core::fail(failed_to_run());
    return vector;
  }

  core::Result<Vectors> embed_all(std::span<const std::string> texts, const core::Cancel& cancel) override {
    const std::lock_guard lock(guard_);
    Vectors vectors(texts.size());
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (const auto* known = cache_.find(texts[i])) vectors[i] = *known;
      else missing.push_back(i);
    }
    core::Status done;
    for (std::size_t first = 0; first < missing.size() && done; first += batch_texts_max) {
      const std::size_t count = std::min(batch_texts_max, missing.size() - first);
      done = cancel.requested() ? core::fail(interrupted()) : embed_batch(texts, std::span(missing).subspan(first, count), vectors);
    }
    cache_.save();
    if (!done) return core::fail(std::move(done).error());
    return vectors;
  }

  core::Result<Vectors> embed_words(std::span<const std::string> words) override {
    const std::lock_guard lock(guard_);
    const auto known = std::find_if(instructions_.begin(), instructions_.end(), [&](const auto& kept) { return std::ranges::equal(kept.first, words); });
    if (known != instructions_.end()) return known->second;
    std::vector<const char*> pointers;
    for (const auto& word : words) pointers.push_back(word.c_str());
    std::vector<int> first_of(words.size() + 1);
    Vectors vectors;
    while (vectors.size() < words.size()) {
      float* states = nullptr;
      int rows = 0;
      const int read = e5_word_states(model_.get(), pointers.data() + vectors.size(), static_cast<int>(words.size() - vectors.size()),
                                      first_of.data(), &states, &rows);
      const std::unique_ptr<float, Free> owned(states);
      if (read <= 0) return core::fail(failed_to_run());
      for (std::size_t i = 0; i < static_cast<std::size_t>(read); ++i)
        vectors.push_back(mean_of(states, static_cast<std::size_t>(first_of[i]), static_cast<std::size_t>(first_of[i + 1]), dimension_));
    }
    if (instructions_.size() >= instructions_kept_max) instructions_.pop_front();
    instructions_.emplace_back(std::vector<std::string>(words.begin(), words.end()), vectors);
    return vectors;
  }

 private:
  core::Status embed_batch(std::span<const std::string> texts, std::span<const std::size_t> which, Vectors& vectors) {
    std::vector<std::string> cut;
    for (const std::size_t i : which) cut.push_back(texts[i].substr(0, text_bytes_max));
    std::vector<const char*> pointers;
    for (const auto& text : cut) pointers.push_back(text.c_str());
    std::vector<float> rows(cut.size() * dimension_);
    if (e5_embed_batch(model_.get(), pointers.data(), static_cast<int>(cut.size()), as_query, rows.data()) != 0)
      return core::fail(failed_to_run());
    for (std::size_t i = 0; i < which.size(); ++i) {
      const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(i * dimension_);
      vectors[which[i]] = cache_.put(texts[which[i]], {begin, begin + static_cast<std::ptrdiff_t>(dimension_)});
    }
    return {};
  }

  std::unique_ptr<e5_model, Unload> model_;
  std::string digest_;
  std::size_t dimension_;
  std::mutex guard_;
  VectorCache cache_;
  std::deque<std::pair<std::vector<std::string>, Vectors>> instructions_;  // the latest last
};

}  // namespace

core::Result<std::unique_ptr<planner::Embedder>> make_embedder(const std::string& path, const std::filesystem::path& kept) {
  RECOUPE_TRY(digest, planner::digest_of_weights(path, "models/e5"));
  std::unique_ptr<e5_model, Unload> model(e5_load(path.c_str()));
  if (!model) return core::fail(planner::weights_error("models/e5", path));
  return std::make_unique<E5Embedder>(std::move(model), std::move(digest), kept);
}

}  // namespace recoupe::models::e5
