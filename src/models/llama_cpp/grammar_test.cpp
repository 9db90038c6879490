// llama.cpp itself reads the grammar of plans, lets canonical plans through and stops broken ones.
#include <llama.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "plan/fixtures.hpp"
#include "plan/grammar.hpp"

using namespace recoupe;

namespace {

constexpr const char* bundled = ".deps/models/gemma-3-270m-q4_k_m.gguf";

struct Free {
  void operator()(llama_model* model) const { llama_model_free(model); }
  void operator()(llama_sampler* sampler) const { llama_sampler_free(sampler); }
};

/// The bundled model's file, from here upward; empty where there is none.
std::string weights() {
  for (auto folder = std::filesystem::current_path();; folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / bundled)) return (folder / bundled).string();
    if (folder == folder.parent_path()) return {};
  }
}

std::vector<llama_token> tokens_of(const llama_vocab* vocab, const std::string& text) {
  std::vector<llama_token> out(text.size() + 1);
  const int count = llama_tokenize(vocab, text.data(), static_cast<int>(text.size()), out.data(), static_cast<int>(out.size()), false, false);
  REQUIRE(count >= 0);
  out.resize(static_cast<std::size_t>(count));
  return out;
}

bool lets_through(llama_sampler* grammar, llama_token token) {
  llama_token_data one{token, 0.0F, 0.0F};
  llama_token_data_array only{&one, 1, -1, false};
  llama_sampler_apply(grammar, &only);
  return std::isfinite(one.logit);
}

/// Offers a text token by token, as a model would write it, and then its end.
bool accepts(const llama_vocab* vocab, llama_sampler* grammar, const std::string& text) {
  llama_sampler_reset(grammar);
  for (const llama_token token : tokens_of(vocab, text)) {
    if (!lets_through(grammar, token)) return false;
    llama_sampler_accept(grammar, token);
  }
  return lets_through(grammar, llama_vocab_eos(vocab));
}

}  // namespace

TEST_CASE("llama_cpp_reads_the_grammar_and_keeps_to_it") {
  const std::string path = weights();
  if (path.empty()) {
    MESSAGE("the bundled model is not here: skipped");
    return;
  }
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  llama_model_params params = llama_model_default_params();
  params.vocab_only = true;
  const std::unique_ptr<llama_model, Free> model(llama_model_load_from_file(path.c_str(), params));
  REQUIRE(model);
  const llama_vocab* vocab = llama_model_get_vocab(model.get());
  const std::unique_ptr<llama_sampler, Free> grammar(llama_sampler_init_grammar(vocab, plan::plan_grammar().c_str(), "root"));
  REQUIRE(grammar);
  for (const std::string& text : plan::canonical_plans()) {
    CAPTURE(text);
    CHECK(accepts(vocab, grammar.get(), text));
    CHECK_FALSE(accepts(vocab, grammar.get(), text + "\n|> "));
    CHECK_FALSE(accepts(vocab, grammar.get(), text + "\n|> DELETE"));
    CHECK_FALSE(accepts(vocab, grammar.get(), text.substr(1)));
  }
}
