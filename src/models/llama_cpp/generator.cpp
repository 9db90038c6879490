#include "models/llama_cpp/generator.hpp"

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <queue>
#include <utility>

#include "planner/weights_file.hpp"

namespace recoupe::models::llama_cpp {

namespace {

constexpr std::string_view stage = "models/llama_cpp";
constexpr int batch_tokens = 128;       // between two looks at the cancel flag
constexpr int start_sequence = 0;       // the token that begins every text
constexpr int header_sequence = 1;      // a line's end just before the question, so that it begins where it should
constexpr int question_sequence = 2;
constexpr int run_sequences = 8;        // texts being written
constexpr int first_run_sequence = 3;
constexpr int first_card_sequence = first_run_sequence + run_sequences;
constexpr std::size_t choices_max = 48;  // tokens looked at after each
constexpr float choice_margin = 14;      // nats below the likeliest: others are not looked at

struct FreeModel {
  void operator()(llama_model* model) const { llama_model_free(model); }
};
struct FreeContext {
  void operator()(llama_context* context) const { llama_free(context); }
};

struct Entry {
  llama_token token;
  int position;
  int sequence;
};

/// A token that may come next, and its log-probability among those that may.
struct Choice {
  llama_token token = 0;
  std::string text;  // of the answer with it
  bool ends = false;
  double log_probability = 0;
};

/// A text in the making.
struct Run {
  int sequence = 0;
  std::vector<llama_token> tokens;
  std::string text;
  double log_probability = 0;
  bool ended = false;
};

/// A text that leaves another one after some tokens.
struct Branch {
  double log_probability = 0;
  std::size_t order = 0;  // of two alike, the earlier
  std::size_t run = 0;
  std::size_t kept = 0;   // tokens in common
  Choice choice;
  bool operator<(const Branch& other) const {
    return log_probability != other.log_probability ? log_probability < other.log_probability : order > other.order;
  }
};

core::Error interrupted() {
  core::Error error;
  error.code = core::Code::interrupted;
  error.origin = core::Origin::user;
  error.stage = stage;
  error.message = {"Interrupted while the model was writing plans.", "Interrompu pendant que le modèle écrivait des plans."};
  return error;
}

core::Error too_long() {
  core::Error error;
  error.code = core::Code::budget_reached;
  error.origin = core::Origin::model;
  error.stage = stage;
  error.message = {"The tables and the instruction are longer than the model's window.",
                   "Les tables et la consigne dépassent la fenêtre du modèle."};
  error.remedy = {"Narrow the sources, or shorten the instruction.", "Réduisez les sources ou raccourcissez la consigne."};
  return error;
}

class LlamaGenerator final : public planner::Generator {
 public:
  LlamaGenerator(std::unique_ptr<llama_model, FreeModel> model, std::unique_ptr<llama_context, FreeContext> context, core::Json identity)
      : model_(std::move(model)), context_(std::move(context)), vocabulary_(llama_model_get_vocab(model_.get())), identity_(std::move(identity)),
        batch_(llama_batch_init(batch_tokens, 0, 1)) {}
  ~LlamaGenerator() override { llama_batch_free(batch_); }
  LlamaGenerator(const LlamaGenerator&) = delete;
  LlamaGenerator& operator=(const LlamaGenerator&) = delete;

  [[nodiscard]] core::Json identity() const override { return identity_; }

  core::Result<std::vector<planner::Completion>> complete(std::span<const std::string> cards, const std::string& question,
                                                          const planner::Constraint& constraint, const core::Cancel& cancel) override {
    const auto prompt = tokens_of(question);
    if (prompt.empty() || prompt.size() + planner::completion_tokens_max >= question_position) return core::fail(too_long());
    RECOUPE_TRY(sequences, read_cards(cards, cancel));
    forget_question();
    auto* memory = llama_get_memory(context_.get());
    llama_memory_seq_cp(memory, start_sequence, question_sequence, -1, -1);
    for (const int card : sequences) llama_memory_seq_cp(memory, card, question_sequence, -1, -1);
    llama_memory_seq_cp(memory, header_sequence, question_sequence, -1, -1);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < prompt.size(); ++i) entries.push_back({prompt[i], question_position + static_cast<int>(i), question_sequence});
    RECOUPE_CHECK(read(entries, true, cancel));
    auto written = write(static_cast<int>(prompt.size()), constraint, cancel);
    forget_question();
    return written;
  }

 private:
  [[nodiscard]] std::vector<llama_token> tokens_of(std::string_view text) const {
    std::vector<llama_token> tokens(text.size() + 2);
    const int count = llama_tokenize(vocabulary_, text.data(), static_cast<std::int32_t>(text.size()), tokens.data(),
                                     static_cast<std::int32_t>(tokens.size()), false, false);
    tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
    return tokens;
  }

  [[nodiscard]] std::string piece_of(llama_token token) const {
    std::string piece(64, '\0');
    const int size = llama_token_to_piece(vocabulary_, token, piece.data(), static_cast<std::int32_t>(piece.size()), 0, false);
    piece.resize(static_cast<std::size_t>(std::max(size, 0)));
    return piece;
  }

  /// Reads tokens in rounds of fixed size; the last one's logits are there after, where they are wanted.
  core::Status read(const std::vector<Entry>& entries, bool logits, const core::Cancel& cancel) {
    batch_.n_tokens = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const int at = batch_.n_tokens++;
      batch_.token[at] = entries[i].token;
      batch_.pos[at] = entries[i].position;
      batch_.n_seq_id[at] = 1;
      batch_.seq_id[at][0] = entries[i].sequence;
      const bool last = i + 1 == entries.size();
      batch_.logits[at] = last && logits ? 1 : 0;
      if (!last && batch_.n_tokens < batch_tokens) continue;
      if (cancel.requested()) return core::fail(interrupted());
      if (llama_decode(context_.get(), batch_) != 0) return core::fail(too_long());
      batch_.n_tokens = 0;
    }
    return {};
  }

  /// Gives the sequences of cards; those not seen before are read, all others forgotten where there is no room.
  core::Result<std::vector<int>> read_cards(std::span<const std::string> cards, const core::Cancel& cancel) {
    std::vector<std::vector<llama_token>> tokens;
    std::size_t more = 0;
    std::size_t fresh = 0;
    for (const auto& card : cards) {
      tokens.push_back(tokens_of(card));
      if (tokens.back().size() > planner::card_tokens_max) tokens.back().resize(planner::card_tokens_max);
      if (!cards_.contains(card)) more += tokens.back().size(), ++fresh;
    }
    constexpr auto room = static_cast<std::size_t>(generator_context_tokens - question_position - planner::generated_tokens_max);
    constexpr auto places = static_cast<std::size_t>(generator_sequences - first_card_sequence);
    if (tokens_kept_ + more > room || cards_.size() + fresh > places) RECOUPE_CHECK(forget_cards(cancel));
    if (cards_.empty()) RECOUPE_CHECK(begin(cancel));
    std::vector<int> sequences;
    std::vector<Entry> entries;
    for (std::size_t c = 0; c < cards.size(); ++c) {
      const auto [found, added] = cards_.try_emplace(cards[c], first_card_sequence + static_cast<int>(cards_.size()));
      if (sequences.size() < places && std::ranges::find(sequences, found->second) == sequences.end()) sequences.push_back(found->second);
      if (!added) continue;
      if (tokens_kept_ + tokens[c].size() > room || cards_.size() > places) return core::fail(too_long());
      tokens_kept_ += tokens[c].size();
      llama_memory_seq_cp(llama_get_memory(context_.get()), start_sequence, found->second, -1, -1);
      for (std::size_t i = 0; i < tokens[c].size(); ++i) entries.push_back({tokens[c][i], static_cast<int>(i) + 1, found->second});
    }
    if (const auto done = read(entries, false, cancel); !done) {
      RECOUPE_CHECK(forget_cards(core::Cancel()));
      return core::fail(done.error());
    }
    return sequences;
  }

  core::Status begin(const core::Cancel& cancel) {
    RECOUPE_CHECK(read({{llama_vocab_bos(vocabulary_), 0, start_sequence}}, false, cancel));
    llama_memory_seq_cp(llama_get_memory(context_.get()), start_sequence, header_sequence, -1, -1);
    return read({{tokens_of("\n").at(0), question_position - 1, header_sequence}}, false, cancel);
  }

  core::Status forget_cards(const core::Cancel&) {
    llama_memory_clear(llama_get_memory(context_.get()), true);
    cards_.clear();
    tokens_kept_ = 0;
    return {};
  }

  void forget_question() {
    for (int sequence = question_sequence; sequence < first_card_sequence; ++sequence)
      llama_memory_seq_rm(llama_get_memory(context_.get()), sequence, -1, -1);
  }

  /// Gives the tokens that may come next, the likeliest first, weighed among themselves.
  [[nodiscard]] std::vector<Choice> choices(const std::string& text, const planner::Constraint& constraint) const {
    const float* logits = llama_get_logits_ith(context_.get(), -1);
    const int count = llama_vocab_n_tokens(vocabulary_);
    const float highest = *std::max_element(logits, logits + count);
    std::vector<std::pair<float, llama_token>> best;
    for (llama_token token = 0; token < count; ++token)
      if (logits[token] > highest - choice_margin) best.emplace_back(-logits[token], token);
    const std::size_t looked_at = std::min(best.size(), choices_max);
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(looked_at), best.end());
    std::vector<Choice> list;
    double sum = 0;
    for (std::size_t i = 0; i < looked_at; ++i) {
      const auto [negative, token] = best[i];
      const bool ends = llama_vocab_is_eog(vocabulary_, token);
      std::string whole = text + (ends ? "" : piece_of(token));
      if (ends ? text.empty() : whole.size() == text.size() || !constraint.may_begin(whole)) continue;
      list.push_back({token, std::move(whole), ends, static_cast<double>(-negative - highest)});
      sum += std::exp(list.back().log_probability);
    }
    for (auto& choice : list) choice.log_probability -= std::log(sum);
    return list;
  }

  /// Writes the likeliest text, then those that leave it where the model hesitated most.
  core::Result<std::vector<planner::Completion>> write(int prompt, const planner::Constraint& constraint, const core::Cancel& cancel) {
    auto* memory = llama_get_memory(context_.get());
    std::vector<Run> runs;
    std::priority_queue<Branch> branches;
    std::size_t order = 0;
    int spent = 0;
    double best = -1e9;
    const auto go_on = [&](std::size_t at) -> core::Status {
      while (!runs[at].ended) {
        const auto next = choices(runs[at].text, constraint);
        if (next.empty() || runs[at].tokens.size() >= static_cast<std::size_t>(planner::completion_tokens_max) || spent >= planner::generated_tokens_max) {
          runs[at].log_probability = -1e9;
          return {};
        }
        for (std::size_t i = 1; i < next.size(); ++i)
          branches.push({runs[at].log_probability + next[i].log_probability, order++, at, runs[at].tokens.size(), next[i]});
        RECOUPE_CHECK(take(runs[at], next[0], prompt, cancel));
        ++spent;
        if (runs[at].log_probability < best - planner::completion_margin) return {};
      }
      best = std::max(best, runs[at].log_probability);
      return {};
    };
    llama_memory_seq_cp(memory, question_sequence, first_run_sequence, -1, -1);
    runs.push_back({first_run_sequence, {}, {}, 0, false});
    RECOUPE_CHECK(go_on(0));
    while (!branches.empty() && runs.size() < static_cast<std::size_t>(run_sequences) && ended(runs) < planner::completions_max) {
      const Branch branch = branches.top();
      branches.pop();
      if (branch.log_probability < best - planner::completion_margin || spent >= planner::generated_tokens_max) break;
      Run run;
      run.sequence = first_run_sequence + static_cast<int>(runs.size());
      run.tokens.assign(runs[branch.run].tokens.begin(), runs[branch.run].tokens.begin() + static_cast<std::ptrdiff_t>(branch.kept));
      run.log_probability = branch.log_probability - branch.choice.log_probability;
      llama_memory_seq_cp(memory, runs[branch.run].sequence, run.sequence, -1, question_position + prompt + static_cast<int>(branch.kept));
      RECOUPE_CHECK(take(run, branch.choice, prompt, cancel));
      ++spent;
      runs.push_back(std::move(run));
      RECOUPE_CHECK(go_on(runs.size() - 1));
    }
    return completions_of(runs);
  }

  core::Status take(Run& run, const Choice& choice, int prompt, const core::Cancel& cancel) {
    run.log_probability += choice.log_probability;
    run.ended = choice.ends;
    run.text = choice.text;
    if (choice.ends) return {};
    run.tokens.push_back(choice.token);
    return read({{choice.token, question_position + prompt + static_cast<int>(run.tokens.size()) - 1, run.sequence}}, true, cancel);
  }

  static std::size_t ended(const std::vector<Run>& runs) {
    return static_cast<std::size_t>(std::ranges::count_if(runs, [](const Run& run) { return run.ended; }));
  }

  /// Texts that were reached in several ways are worth what these are together.
  static std::vector<planner::Completion> completions_of(const std::vector<Run>& runs) {
    std::vector<planner::Completion> list;
    for (const auto& run : runs) {
      if (!run.ended) continue;
      const auto same = std::ranges::find(list, run.text, &planner::Completion::text);
      if (same == list.end()) list.push_back({run.text, run.log_probability, static_cast<int>(run.tokens.size())});
      else same->log_probability = std::log(std::exp(same->log_probability) + std::exp(run.log_probability));
    }
    std::ranges::stable_sort(list, std::ranges::greater(), &planner::Completion::log_probability);
    return list;
  }

  std::unique_ptr<llama_model, FreeModel> model_;
  std::unique_ptr<llama_context, FreeContext> context_;
  const llama_vocab* vocabulary_;
  core::Json identity_;
  llama_batch batch_;
  std::map<std::string, int> cards_;  // text → sequence
  std::size_t tokens_kept_ = 0;
};

}  // namespace

core::Result<std::unique_ptr<planner::Generator>> make_generator(const std::string& weights, const std::string& adapter) {
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  static const bool started = (llama_backend_init(), true);
  static_cast<void>(started);
  auto model_params = llama_model_default_params();
  model_params.n_gpu_layers = 0;
  std::unique_ptr<llama_model, FreeModel> model(llama_model_load_from_file(weights.c_str(), model_params));
  if (!model) return core::fail(planner::weights_error(std::string(stage), weights));
  auto params = llama_context_default_params();
  params.n_ctx = generator_context_tokens;
  params.n_batch = batch_tokens;
  params.n_ubatch = batch_tokens;
  params.n_seq_max = generator_sequences;
  params.n_threads = generator_threads;
  params.n_threads_batch = generator_threads;
  params.kv_unified = true;
  params.swa_full = true;
  std::unique_ptr<llama_context, FreeContext> context(llama_init_from_model(model.get(), params));
  if (!context) return core::fail(planner::weights_error(std::string(stage), weights));
  if (!adapter.empty()) {
    llama_adapter_lora* lora = llama_adapter_lora_init(model.get(), adapter.c_str());
    float scale = 1;
    if (lora == nullptr || llama_set_adapters_lora(context.get(), &lora, 1, &scale) != 0) return core::fail(planner::weights_error(std::string(stage), adapter));
  }
  core::Json identity = core::Json::object({{"name", core::Json(std::filesystem::path(weights).stem().string())}});
  return std::make_unique<LlamaGenerator>(std::move(model), std::move(context), std::move(identity));
}

}  // namespace recoupe::models::llama_cpp
