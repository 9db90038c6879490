#include "models/llama_cpp/generator.hpp"

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <queue>
#include <utility>

#include "core/hash.hpp"
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

/// Of which tokens it is wanted what may follow them.
enum class Logits { none, last, all };

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

/// A text in the making; `choices[i]` are what could have been its token `i`, `before[i]` its worth without it.
struct Run {
  int sequence = 0;
  std::vector<llama_token> tokens;
  std::string text;
  double log_probability = 0;
  bool ended = false;
  std::vector<std::vector<Choice>> choices;
  std::vector<double> before;
};

/// A text that leaves another one after some tokens.
struct Branch {
  double log_probability = 0;
  std::size_t order = 0;  // of two alike, the earlier
  std::size_t run = 0;
  std::size_t kept = 0;   // tokens in common
  std::size_t choice = 0;
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

  core::Result<planner::Completions> complete(const planner::Question& question, const core::Cancel& cancel) override {
    prompt_ = tokens_of(question.words);
    if (prompt_.empty() || prompt_.size() + planner::completion_tokens_max >= question_position) return core::fail(too_long());
    RECOUPE_TRY(sequences, read_cards(question.cards, cancel));
    forget_question();
    auto* memory = llama_get_memory(context_.get());
    llama_memory_seq_cp(memory, start_sequence, question_sequence, -1, -1);
    for (const int card : sequences) llama_memory_seq_cp(memory, card, question_sequence, -1, -1);
    llama_memory_seq_cp(memory, header_sequence, question_sequence, -1, -1);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < prompt_.size(); ++i) entries.push_back({prompt_[i], question_position + static_cast<int>(i), question_sequence});
    RECOUPE_CHECK(read(entries, Logits::last, cancel));
    auto completions = answer(question, cancel);
    forget_question();
    return completions;
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
  core::Status read(const std::vector<Entry>& entries, Logits logits, const core::Cancel& cancel) {
    batch_.n_tokens = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const int at = batch_.n_tokens++;
      batch_.token[at] = entries[i].token;
      batch_.pos[at] = entries[i].position;
      batch_.n_seq_id[at] = 1;
      batch_.seq_id[at][0] = entries[i].sequence;
      const bool last = i + 1 == entries.size();
      batch_.logits[at] = logits == Logits::all || (last && logits == Logits::last) ? 1 : 0;
      if (!last && batch_.n_tokens < batch_tokens) continue;
      if (cancel.requested()) return core::fail(interrupted());
      if (llama_decode(context_.get(), batch_) != 0) return core::fail(too_long());
      batch_.n_tokens = 0;
    }
    return {};
  }

  /// Gives the sequences of cards; those not seen before are read, all others forgotten where there is no room.
  core::Result<std::vector<int>> read_cards(const std::vector<std::string>& cards, const core::Cancel& cancel) {
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
    if (const auto done = read(entries, Logits::none, cancel); !done) {
      RECOUPE_CHECK(forget_cards(core::Cancel()));
      return core::fail(done.error());
    }
    return sequences;
  }

  core::Status begin(const core::Cancel& cancel) {
    RECOUPE_CHECK(read({{llama_vocab_bos(vocabulary_), 0, start_sequence}}, Logits::none, cancel));
    return read({{tokens_of("\n").at(0), question_position - 1, header_sequence}}, Logits::none, cancel);
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

  /// Gives the tokens that may come after the token at `row` of what was read last (−1: its last), the likeliest first,
  /// weighed among themselves.
  [[nodiscard]] std::vector<Choice> choices(const std::string& text, const planner::Question& question, int row) const {
    const float* logits = llama_get_logits_ith(context_.get(), row);
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
      if (ends ? text.empty() : whole.size() == text.size() || !question.may_begin(whole)) continue;
      list.push_back({token, std::move(whole), ends, static_cast<double>(-negative - highest)});
      sum += std::exp(list.back().log_probability);
    }
    for (auto& choice : list) choice.log_probability -= std::log(sum);
    return list;
  }

  core::Result<planner::Completions> answer(const planner::Question& question, const core::Cancel& cancel) {
    std::vector<Run> runs;
    spent_ = 0;
    RECOUPE_CHECK(write(runs, question, cancel));
    planner::Completions completions;
    completions.written = completions_of(runs);
    for (const auto& text : question.given) {
      RECOUPE_TRY(worth, weigh(text, runs, question, cancel));
      completions.of_given.push_back(std::max(worth, planner::improbable));
    }
    completions.tokens = static_cast<std::int64_t>(prompt_.size()) + spent_;
    return completions;
  }

  /// Writes the likeliest text, then those that leave it where the model hesitated most.
  core::Status write(std::vector<Run>& runs, const planner::Question& question, const core::Cancel& cancel) {
    std::priority_queue<Branch> branches;
    std::size_t order = 0;
    double best = -1e9;
    const auto go_on = [&](std::size_t at) -> core::Status {
      while (!runs[at].ended) {
        auto next = choices(runs[at].text, question, -1);
        if (next.empty() || runs[at].tokens.size() >= static_cast<std::size_t>(planner::completion_tokens_max) || spent_ >= planner::generated_tokens_max) return {};
        for (std::size_t i = 1; i < next.size(); ++i)
          branches.push({runs[at].log_probability + next[i].log_probability, order++, at, runs[at].tokens.size(), i});
        RECOUPE_CHECK(take(runs[at], std::move(next), 0, cancel));
        if (runs[at].log_probability < best - planner::completion_margin) return {};
      }
      best = std::max(best, runs[at].log_probability);
      return {};
    };
    llama_memory_seq_cp(llama_get_memory(context_.get()), question_sequence, first_run_sequence, -1, -1);
    runs.emplace_back().sequence = first_run_sequence;
    RECOUPE_CHECK(go_on(0));
    while (!branches.empty() && runs.size() + 1 < static_cast<std::size_t>(run_sequences) && ended(runs) < planner::completions_max) {
      const Branch branch = branches.top();
      branches.pop();
      if (branch.log_probability < best - planner::completion_margin || spent_ >= planner::generated_tokens_max) break;
      runs.push_back(begun(runs[branch.run], branch.kept, first_run_sequence + static_cast<int>(runs.size())));
      auto next = runs[branch.run].choices[branch.kept];
      RECOUPE_CHECK(take(runs.back(), std::move(next), branch.choice, cancel));
      RECOUPE_CHECK(go_on(runs.size() - 1));
    }
    return {};
  }

  /// A run that has the first tokens of another one.
  Run begun(const Run& other, std::size_t kept, int sequence) {
    Run run;
    run.sequence = sequence;
    const auto first = [kept](const auto& list) { return std::remove_cvref_t<decltype(list)>(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept)); };
    run.tokens = first(other.tokens);
    run.choices = first(other.choices);
    run.before = first(other.before);
    run.log_probability = kept < other.before.size() ? other.before[kept] : other.log_probability;
    llama_memory_seq_cp(llama_get_memory(context_.get()), other.sequence, sequence, -1, position(kept));
    return run;
  }

  [[nodiscard]] int position(std::size_t token) const { return question_position + static_cast<int>(prompt_.size() + token); }

  core::Status take(Run& run, std::vector<Choice> choices, std::size_t taken, const core::Cancel& cancel) {
    run.before.push_back(run.log_probability);
    run.choices.push_back(std::move(choices));
    const Choice& choice = run.choices.back()[taken];
    run.log_probability += choice.log_probability;
    run.ended = choice.ends;
    run.text = choice.text;
    if (choice.ends) return {};
    run.tokens.push_back(choice.token);
    ++spent_;
    return read({{choice.token, position(run.tokens.size() - 1), run.sequence}}, Logits::last, cancel);
  }

  /// Gives the log-probability of a whole answer: what it begins with like a text that was written is known already, the rest
  /// is read at once.
  core::Result<double> weigh(const std::string& text, const std::vector<Run>& runs, const planner::Question& question, const core::Cancel& cancel) {
    const auto tokens = tokens_of(text);
    if (tokens.empty() || tokens.size() > static_cast<std::size_t>(planner::completion_tokens_max)) return planner::improbable;
    const auto common = [&](const Run& run) {
      return static_cast<std::size_t>(std::ranges::mismatch(run.tokens, tokens).in1 - run.tokens.begin());
    };
    const Run& nearest = *std::ranges::max_element(runs, {}, common);
    const std::size_t kept = std::min(common(nearest), nearest.choices.empty() ? 0 : nearest.choices.size() - 1);
    if (nearest.choices.empty()) return planner::improbable;
    double worth = nearest.before[kept];
    std::string begun;
    for (std::size_t i = 0; i < kept; ++i) begun += piece_of(tokens[i]);
    worth += worth_of(nearest.choices[kept], kept < tokens.size() ? tokens[kept] : ending);
    if (kept >= tokens.size() || worth < planner::improbable) return worth;
    constexpr int sequence = first_run_sequence + run_sequences - 1;
    auto* memory = llama_get_memory(context_.get());
    llama_memory_seq_rm(memory, sequence, -1, -1);
    llama_memory_seq_cp(memory, nearest.sequence, sequence, -1, position(kept));
    for (std::size_t first = kept; first < tokens.size(); first += batch_tokens) {
      const std::size_t end = std::min(tokens.size(), first + batch_tokens);
      std::vector<Entry> entries;
      for (std::size_t i = first; i < end; ++i) entries.push_back({tokens[i], position(i), sequence});
      RECOUPE_CHECK(read(entries, Logits::all, cancel));
      spent_ += static_cast<int>(entries.size());
      for (std::size_t i = first; i < end; ++i) {
        begun += piece_of(tokens[i]);
        worth += worth_of(choices(begun, question, static_cast<int>(i - first)), i + 1 < tokens.size() ? tokens[i + 1] : ending);
      }
    }
    return worth;
  }

  static constexpr llama_token ending = -1;
  /// Gives the log-probability of a token among choices; `improbable` where it is none.
  static double worth_of(const std::vector<Choice>& choices, llama_token token) {
    const auto found = std::ranges::find_if(choices, [token](const Choice& choice) { return token == ending ? choice.ends : choice.token == token && !choice.ends; });
    return found == choices.end() ? planner::improbable : found->log_probability;
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
      if (same == list.end()) list.push_back({run.text, run.log_probability});
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
  std::vector<llama_token> prompt_;  // of the question
  int spent_ = 0;                    // tokens read and written after it
};

/// Lays the adapter over the weights; the model keeps it as long as it lives.
core::Status adapt(llama_model& model, llama_context& context, std::string_view bytes) {
  std::string copy(bytes);  // fmemopen wants bytes that may be written
  const std::unique_ptr<FILE, int (*)(FILE*)> file(fmemopen(copy.data(), copy.size(), "rb"), &std::fclose);
  llama_adapter_lora* adapter = file ? llama_adapter_lora_init_from_file_ptr(&model, file.get()) : nullptr;
  float scale = 1;
  if (adapter == nullptr || llama_set_adapters_lora(&context, &adapter, 1, &scale) != 0)
    return core::fail(planner::weights_error(std::string(stage), "adapter.gguf"));
  return {};
}

}  // namespace

core::Result<std::unique_ptr<planner::Generator>> make_generator(const std::string& weights, std::string_view adapter) {
  RECOUPE_TRY(digest, planner::digest_of_weights(weights, std::string(stage)));
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
  RECOUPE_CHECK(adapt(*model, *context, adapter));
  core::Json identity = core::Json::object({{"name", core::Json(std::filesystem::path(weights).stem().string())},
                                            {"digest", core::Json(std::move(digest))},
                                            {"adapter", core::Json(core::named(core::sha256(adapter)))}});
  return std::make_unique<LlamaGenerator>(std::move(model), std::move(context), std::move(identity));
}

}  // namespace recoupe::models::llama_cpp
