#include "models/llama_cpp/model.hpp"

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "planner/weights_file.hpp"

namespace recoupe::models::llama_cpp {

namespace {

constexpr std::string_view stage = "models/llama_cpp";
constexpr int poll_tokens = 128;  // between two looks at the cancel flag

struct FreeModel {
  void operator()(llama_model* model) const { llama_model_free(model); }
};
struct FreeContext {
  void operator()(llama_context* context) const { llama_free(context); }
};

/// A llama batch that frees itself.
class Batch {
 public:
  Batch() : batch_(llama_batch_init(context_tokens_max, 0, 1)) {}
  ~Batch() { llama_batch_free(batch_); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  int add(llama_token token, int position, int sequence, bool wanted) {
    const int at = batch_.n_tokens++;
    batch_.token[at] = token;
    batch_.pos[at] = position;
    batch_.n_seq_id[at] = 1;
    batch_.seq_id[at][0] = sequence;
    batch_.logits[at] = wanted ? 1 : 0;
    return at;
  }
  void clear() { batch_.n_tokens = 0; }
  [[nodiscard]] int size() const { return batch_.n_tokens; }
  [[nodiscard]] llama_batch& get() { return batch_; }

 private:
  llama_batch batch_;
};

double log_probability(const float* logits, int count, llama_token token) {
  const float highest = *std::max_element(logits, logits + count);
  double sum = 0;
  for (int i = 0; i < count; ++i) sum += std::exp(static_cast<double>(logits[i] - highest));
  return static_cast<double>(logits[token] - highest) - std::log(sum);
}

core::Error interrupted() {
  core::Error error;
  error.code = core::Code::interrupted;
  error.origin = core::Origin::user;
  error.stage = stage;
  error.message = {"Interrupted while the model was weighing plans.", "Interrompu pendant que le modèle pesait les plans."};
  return error;
}

core::Error too_long() {
  core::Error error;
  error.code = core::Code::budget_reached;
  error.origin = core::Origin::model;
  error.stage = stage;
  error.message = {"The prompt and the plans to weigh are longer than the model's window.",
                   "La consigne et les plans à peser dépassent la fenêtre du modèle."};
  error.remedy = {"Narrow the sources, or shorten the instruction.", "Réduisez les sources ou raccourcissez la consigne."};
  return error;
}

/// Lets a decode end early once the flag is set: where cores are taken by others, 128 tokens last for seconds.
class Abortable {
 public:
  Abortable(llama_context* context, core::Cancel cancel) : context_(context), cancel_(std::move(cancel)) {
    llama_set_abort_callback(context_, [](void* flag) { return static_cast<core::Cancel*>(flag)->requested(); }, &cancel_);
  }
  ~Abortable() { llama_set_abort_callback(context_, nullptr, nullptr); }
  Abortable(const Abortable&) = delete;
  Abortable& operator=(const Abortable&) = delete;

 private:
  llama_context* context_;
  core::Cancel cancel_;
};

class LlamaModel final : public planner::Model {
 public:
  LlamaModel(std::unique_ptr<llama_model, FreeModel> model, std::unique_ptr<llama_context, FreeContext> context, std::string name, std::string digest)
      : model_(std::move(model)), context_(std::move(context)), vocabulary_(llama_model_get_vocab(model_.get())), name_(std::move(name)), digest_(std::move(digest)) {}

  [[nodiscard]] core::Json identity() const override { return core::Json::object({{"name", name_}, {"digest", digest_}}); }

  core::Result<std::vector<Score>> score(std::string_view prefix, std::span<const std::string> continuations, const core::Cancel& cancel) override {
    if (continuations.size() > static_cast<std::size_t>(sequences_max)) return core::fail(too_long());
    const auto prompt = tokens_of(prefix, true);
    std::vector<std::vector<llama_token>> texts;
    std::size_t whole = prompt.size();
    for (const auto& text : continuations) {
      texts.push_back(tokens_of(text, false));
      whole += texts.back().size();
    }
    if (whole >= static_cast<std::size_t>(context_tokens_max)) return core::fail(too_long());
    auto* memory = llama_get_memory(context_.get());
    llama_memory_clear(memory, true);
    Batch batch;
    const Abortable abortable(context_.get(), cancel);
    RECOUPE_TRY(first, read_prompt(prompt, batch, cancel));
    return weigh(static_cast<int>(prompt.size()), texts, first, batch, cancel);
  }

 private:
  std::vector<llama_token> tokens_of(std::string_view text, bool first) const {
    std::vector<llama_token> tokens(text.size() + 2);
    const int count = llama_tokenize(vocabulary_, text.data(), static_cast<std::int32_t>(text.size()), tokens.data(), static_cast<std::int32_t>(tokens.size()), first, false);
    tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
    return tokens;
  }

  core::Status decode(Batch& batch, const core::Cancel& cancel) {
    const bool done = !cancel.requested() && llama_decode(context_.get(), batch.get()) == 0;
    if (cancel.requested()) return core::fail(interrupted());
    if (!done) return core::fail(planner::weights_error(std::string(stage), name_));
    return {};
  }

  /// Reads the prompt into sequence 0; gives the logits after its last token.
  core::Result<std::vector<float>> read_prompt(const std::vector<llama_token>& prompt, Batch& batch, const core::Cancel& cancel) {
    for (std::size_t i = 0; i < prompt.size(); ++i) {
      const bool last = i + 1 == prompt.size();
      batch.add(prompt[i], static_cast<int>(i), 0, last);
      if (!last && batch.size() < poll_tokens) continue;
      RECOUPE_CHECK(decode(batch, cancel));
      if (!last) batch.clear();
    }
    const float* logits = llama_get_logits_ith(context_.get(), -1);
    return std::vector<float>(logits, logits + llama_vocab_n_tokens(vocabulary_));
  }

  /// Reads every continuation after the shared prompt, one sequence each, in rounds of `poll_tokens` tokens.
  core::Result<std::vector<Score>> weigh(int start, const std::vector<std::vector<llama_token>>& texts, const std::vector<float>& first, Batch& batch,
                                         const core::Cancel& cancel) {
    struct Place {
      std::size_t text;
      std::size_t next;  // index of the token that the logits here foretell
    };
    const int vocabulary_size = llama_vocab_n_tokens(vocabulary_);
    std::vector<Score> scores(texts.size());
    auto* memory = llama_get_memory(context_.get());
    std::vector<Place> places;
    batch.clear();
    const auto flush = [&]() -> core::Status {
      if (batch.size() == 0) return {};
      RECOUPE_CHECK(decode(batch, cancel));
      for (int i = 0; i < batch.size(); ++i) {
        const auto& place = places[static_cast<std::size_t>(i)];
        if (place.next >= texts[place.text].size()) continue;
        scores[place.text].log_probability += log_probability(llama_get_logits_ith(context_.get(), i), vocabulary_size, texts[place.text][place.next]);
      }
      batch.clear();
      places.clear();
      return {};
    };
    for (std::size_t t = 0; t < texts.size(); ++t) {
      if (texts[t].empty()) continue;
      const int sequence = static_cast<int>(t) + 1;
      llama_memory_seq_cp(memory, 0, sequence, -1, -1);
      scores[t].tokens = static_cast<int>(texts[t].size());
      scores[t].log_probability = log_probability(first.data(), vocabulary_size, texts[t][0]);
      for (std::size_t i = 0; i + 1 < texts[t].size(); ++i) {
        batch.add(texts[t][i], start + static_cast<int>(i), sequence, true);
        places.push_back({t, i + 1});
        if (batch.size() >= poll_tokens) RECOUPE_CHECK(flush());
      }
    }
    RECOUPE_CHECK(flush());
    return scores;
  }

  std::unique_ptr<llama_model, FreeModel> model_;
  std::unique_ptr<llama_context, FreeContext> context_;
  const llama_vocab* vocabulary_;
  std::string name_;
  std::string digest_;
};

}  // namespace

core::Result<std::unique_ptr<planner::Model>> make_model(const std::string& path, Known known) {
  if (known.digest.empty()) {
    RECOUPE_TRY(digest, planner::digest_of_weights(path, std::string(stage)));
    known = {std::filesystem::path(path).stem().string(), std::move(digest)};
  }
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  static const bool started = (llama_backend_init(), true);
  static_cast<void>(started);
  auto model_params = llama_model_default_params();
  model_params.n_gpu_layers = 0;
  std::unique_ptr<llama_model, FreeModel> model(llama_model_load_from_file(path.c_str(), model_params));
  if (!model) return core::fail(planner::weights_error(std::string(stage), path));
  auto params = llama_context_default_params();
  params.n_ctx = context_tokens_max;
  params.n_batch = poll_tokens;
  params.n_ubatch = poll_tokens;
  params.n_seq_max = sequences_max + 1;
  params.n_threads = threads;
  params.n_threads_batch = threads;
  params.kv_unified = true;
  params.swa_full = true;
  std::unique_ptr<llama_context, FreeContext> context(llama_init_from_model(model.get(), params));
  if (!context) return core::fail(planner::weights_error(std::string(stage), path));
  return std::make_unique<LlamaModel>(std::move(model), std::move(context), std::move(known.name), std::move(known.digest));
}

}  // namespace recoupe::models::llama_cpp
