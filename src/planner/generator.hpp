// The port to a language model that writes plans in their short form. Takes cards and a question (planner/cards.hpp), gives
// texts with what they are worth. Implemented in models/llama_cpp; used by writing, for the evaluation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::planner {

inline constexpr std::size_t completions_max = 3;         // written for one question
inline constexpr double improbable = -12;                 // nats: where an answer is worth less, how much less is not told
inline constexpr int completion_tokens_max = 160;         // of one text
inline constexpr int generated_tokens_max = 320;          // of all texts of one question
inline constexpr double completion_margin = 3.5;          // nats below the best: worse ones are not looked for
inline constexpr std::size_t card_tokens_max = 254;       // of one card, cut after

/// What is asked of a model: cards, each read once and kept for the next question; the question's words; answers that are to
/// be weighed; and whether an answer may begin with a text.
struct Question {
  std::vector<std::string> cards;
  std::string words;
  std::vector<std::string> given;
  std::function<bool(std::string_view)> may_begin;
};

struct Completion {
  std::string text;
  double log_probability = 0;  // nats, among what may begin so
};

struct Completions {
  std::vector<Completion> written;   // the likeliest answers, best first
  std::vector<double> of_given;      // log-probabilities of the answers that were given, in their order
  std::int64_t tokens = 0;           // read and written after the cards
};

/// Same input, same texts: threads and batch shapes are fixed.
class Generator {
 public:
  virtual ~Generator() = default;
  /// Names the model, its adapter and their digests, for evidence.
  [[nodiscard]] virtual core::Json identity() const = 0;
  virtual core::Result<Completions> complete(const Question& question, const core::Cancel& cancel) = 0;
};

}  // namespace recoupe::planner
