// An instruction cut into words, each with what it is: content, small word, cue of a wish, part of a period or number.
// Takes an Instruction, gives a Reading. Included by the planner's own files.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "instruction/instruction.hpp"
#include "instruction/period.hpp"
#include "planner/likeness.hpp"

namespace recoupe::planner {

/// What a phrase tells about the wish.
enum class Cue {
  write,      // asks to change data
  injection,  // speaks to the machine, not of the data
  without,    // sans, without, no counterpart
  not_,       // a negation of what follows
  anyway,     // pourtant, anyway: should not be
  also,       // that also have
  check,      // vérifie, check
  with_,      // avec leur, with their
  differ,     // diffère, disagrees
  reconcile,  // rapproche, in full
  each_total, // cumul, totals side by side
  duplicate,
  gap,
  rule,
  count,
  sum,
  average,
  minimum,
  maximum,
  per,       // par, by, each
  top,       // les plus, most
  bottom,    // les moins, least
  latest,
  distinct,
  empty,     // null, not filled in
  absent_field,  // the field itself is absent
  more,      // > n
  at_least,  // >= n
  less,      // < n
  at_most,   // <= n
  overdue,
  not_null,  // filled in, known
  still,     // encore, still: a state that lasts, or one that should not
  count_of_,
};
inline constexpr std::size_t cue_count = static_cast<std::size_t>(Cue::count_of_);

std::string_view name_of(Cue cue);

struct FoundCue {
  Cue cue;
  std::size_t first;  // token
  std::size_t last;   // token, inclusive
};

struct Token {
  std::size_t begin = 0;  // bytes of the instruction
  std::size_t end = 0;
  std::string text;
  Term term;
  bool small = false;   // a word without content of its own
  bool cued = false;    // part of a cue
  double weight = 1;    // how much it says where it is content
  int period = -1;      // index into periods
  int number = -1;      // index into numbers
  int quote = -1;       // index into quotes
  [[nodiscard]] bool content() const { return !small && !cued && period < 0 && number < 0 && quote < 0; }
};

struct Reading {
  std::string text;
  core::Language language = core::Language::en;
  std::vector<Token> tokens;
  std::vector<FoundCue> cues;
  std::vector<instruction::FoundPeriod> periods;
  std::vector<std::string> texts_of_periods;  // as written
  std::vector<instruction::FoundNumber> numbers;
  std::vector<instruction::FoundQuote> quotes;

  [[nodiscard]] bool has(Cue cue) const { return find(cue) != nullptr; }
  [[nodiscard]] const FoundCue* find(Cue cue) const;
  /// Gives the sign that stands between two tokens ("+", "-", "=" …), 0 where there is none.
  [[nodiscard]] char sign_between(std::size_t first, std::size_t last) const;
  /// Finds the first token at or after a byte.
  [[nodiscard]] std::size_t token_at(std::size_t byte) const;
};

Reading read(const instruction::Instruction& instruction);

/// Finds the phrases of the cue list (cues.cpp) in the tokens; used by read.
std::vector<FoundCue> find_cues(const std::vector<Token>& tokens);
/// Gives how much a word of content says of what is asked: less for verbs of linking and names for anybody.
double content_weight(const std::string& folded);
/// Tells whether a folded word carries no content in French or English.
bool is_small_word(const std::string& folded, core::Language language);

}  // namespace recoupe::planner
