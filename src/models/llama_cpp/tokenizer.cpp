#include "models/llama_cpp/tokenizer.hpp"

#include <llama.h>

#include <algorithm>

#include "planner/weights_file.hpp"

namespace recoupe::models::llama_cpp {

namespace {

struct FreeModel {
  void operator()(llama_model* model) const { llama_model_free(model); }
};

class LlamaTokenizer final : public Tokenizer {
 public:
  explicit LlamaTokenizer(std::unique_ptr<llama_model, FreeModel> model) : model_(std::move(model)) {}

  [[nodiscard]] std::vector<int> tokens_of(std::string_view text) const override {
    std::vector<llama_token> tokens(text.size() + 2);
    const int count = llama_tokenize(llama_model_get_vocab(model_.get()), text.data(), static_cast<std::int32_t>(text.size()), tokens.data(),
                                     static_cast<std::int32_t>(tokens.size()), false, false);
    tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
    return tokens;
  }

 private:
  std::unique_ptr<llama_model, FreeModel> model_;
};

}  // namespace

core::Result<std::unique_ptr<Tokenizer>> make_tokenizer(const std::string& path) {
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  auto params = llama_model_default_params();
  params.vocab_only = true;
  std::unique_ptr<llama_model, FreeModel> model(llama_model_load_from_file(path.c_str(), params));
  if (!model) return core::fail(planner::weights_error("models/llama_cpp", path));
  return std::make_unique<LlamaTokenizer>(std::move(model));
}

}  // namespace recoupe::models::llama_cpp
