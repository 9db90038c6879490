#include "models/e5/embedder.hpp"

#include <e5.h>

#include <filesystem>
#include <utility>

#include "planner/weights_file.hpp"

namespace recoupe::models::e5 {

namespace {

constexpr std::size_t text_bytes_max = 2'000;  // longer text is cut: the model reads 512 tokens
constexpr int as_query = 1;                    // both sides are asked as "query: ", as the model's card says for likeness

struct Unload {
  void operator()(e5_model* model) const { e5_free(model); }
};

class E5Embedder final : public planner::Embedder {
 public:
  E5Embedder(std::unique_ptr<e5_model, Unload> model, std::string digest) : model_(std::move(model)), digest_(std::move(digest)) {}

  [[nodiscard]] core::Json identity() const override {
    return core::Json::object({{"name", "multilingual-e5-small-q4"}, {"digest", digest_}});
  }

  core::Result<std::vector<float>> embed(std::string_view text) override {
    std::vector<float> vector(static_cast<std::size_t>(e5_dim(model_.get())));
    const std::string cut(text.substr(0, text_bytes_max));
    if (e5_embed(model_.get(), cut.c_str(), as_query, vector.data()) != 0)
      return core::fail(planner::weights_error("models/e5", "multilingual-e5-small"));
    return vector;
  }

 private:
  std::unique_ptr<e5_model, Unload> model_;
  std::string digest_;
};

}  // namespace

core::Result<std::unique_ptr<planner::Embedder>> make_embedder(const std::string& path) {
  RECOUPE_TRY(digest, planner::digest_of_weights(path, "models/e5"));
  std::unique_ptr<e5_model, Unload> model(e5_load(path.c_str()));
  if (!model) return core::fail(planner::weights_error("models/e5", path));
  return std::make_unique<E5Embedder>(std::move(model), std::move(digest));
}

}  // namespace recoupe::models::e5
