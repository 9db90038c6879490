// The port to a language model that writes plans in their short form. Takes cards and a question (planner/cards.hpp), gives
// texts with what they are worth. Implemented in models/llama_cpp; used by planner.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace recoupe::planner {

inline constexpr std::size_t completions_max = 4;         // of one question
inline constexpr int completion_tokens_max = 160;         // of one text
inline constexpr int generated_tokens_max = 320;          // of all texts of one question
inline constexpr double completion_margin = 3.5;          // nats below the best: worse ones are not looked for
inline constexpr std::size_t card_tokens_max = 254;       // of one card, cut after

/// Tells whether an answer may begin with a text, and whether it may be the whole of it.
struct Constraint {
  std::function<bool(std::string_view)> may_begin;
};

struct Completion {
  std::string text;
  double log_probability = 0;  // nats, among what the constraint allows
  int tokens = 0;
};

/// Same input, same texts: threads and batch shapes are fixed.
class Generator {
 public:
  virtual ~Generator() = default;
  /// Names the model, its adapter and their digests, for evidence.
  [[nodiscard]] virtual core::Json identity() const = 0;
  /// Gives the likeliest answers, best first. What was made of a card is kept for the next question.
  virtual core::Result<std::vector<Completion>> complete(std::span<const std::string> cards, const std::string& question,
                                                         const Constraint& constraint, const core::Cancel& cancel) = 0;
};

}  // namespace recoupe::planner
