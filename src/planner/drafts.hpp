// Every plan worth weighing for an instruction: frames (rows and checks), what follows them (measures, groups, order,
// columns), and
// the conditions that fit. Takes a Reading, a Vocabulary and Mentions, gives Drafts without final scores. Included by
// propose.
#pragma once

#include <vector>

#include "planner/conditions.hpp"
#include "planner/draft.hpp"
#include "planner/sketch.hpp"

namespace recoupe::planner {

// How wide the search is.
inline constexpr std::size_t subjects_max = 6;
inline constexpr std::size_t others_max = 5;
inline constexpr std::size_t links_max = 3;

/// How much each table is spoken of, by table: its words and its fields' and values', and its meaning (0 without an
/// embedder).
struct TableScores {
  std::vector<double> words;
  std::vector<double> meaning;
  std::vector<double> linked;  // how surely it has a place in the plan, 0 without a linker
};

std::vector<Draft> draft_all(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                             const TableScores& scores);

/// What the drafters share: the words, what they mention, and the pieces every kind of plan is made of.
class Bench {
 public:
  Bench(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions, const TableScores& scores);

  const Reading& reading;
  const Vocabulary& vocabulary;
  const Mentions& mentions;
  std::vector<std::size_t> subjects;  // tables, most spoken of first
  std::vector<Condition> conditions;

  /// Begins a draft: the words that speak of its tables are accounted for; order says which comes first in the text.
  [[nodiscard]] Draft begin(Wish wish, const std::vector<std::size_t>& tables, std::initializer_list<Cue> cues) const;
  struct Choice {
    Draft draft;
    std::vector<std::vector<Condition>> conditions;  // by table of the frame, with those on tables that it refers to
  };
  /// Chooses the conditions that account for most words, and what comes next best where one of them is doubted.
  [[nodiscard]] std::vector<Choice> choices(const Draft& draft, const std::vector<std::size_t>& tables) const;
  /// Fields of a table spoken of, from a token on, by words not accounted for yet; marks the words.
  [[nodiscard]] std::vector<std::size_t> columns(Draft& draft, std::size_t table, double strength_min,
                                                 std::size_t from = 0) const;
  /// Links to try between two tables, those whose fields are spoken of first.
  [[nodiscard]] std::vector<Link> links(std::size_t from, std::size_t to) const;
  [[nodiscard]] const std::vector<Link>* way(std::size_t from, std::size_t to) const {
    return vocabulary.way(from, to);
  }
  /// How well a field is spoken of near a token.
  [[nodiscard]] const Mention* field_near(std::size_t field, std::size_t token, std::size_t reach) const;
  [[nodiscard]] const Mention* field_said(std::size_t field) const {
    return field_near(field, 0, reading.tokens.size());
  }
  [[nodiscard]] bool is_named(std::size_t table, double strength_min) const;
  /// Tells whether a kind of plan is worth drafting: a cue asks for it, or the linker expects it.
  [[nodiscard]] bool asked(std::initializer_list<Cue> cues, Mark mark) const;
  /// Tells whether one of these folded words is said.
  [[nodiscard]] bool says(std::initializer_list<std::string_view> words) const;

 private:
  struct Open {
    Condition condition;
    std::size_t seat;  // of the frame's tables
    bool joined;  // on a table that the seat's refers to
  };
  using Same = bool (*)(const Condition&, const Condition&);
  [[nodiscard]] std::vector<Open> open_conditions(const std::vector<std::size_t>& tables) const;
  [[nodiscard]] std::vector<std::vector<Condition>> choose(Draft& draft, const std::vector<std::size_t>& tables,
                                                           std::vector<Open> open) const;
  void tell(Draft& draft, const Open& open, const std::vector<std::size_t>& tables) const;
  [[nodiscard]] bool says_a_table(const Condition& condition) const;
  [[nodiscard]] bool late(std::size_t token, const std::vector<std::size_t>& tables) const;
  const TableScores& scores_;
};

/// Adds the features of a condition to a draft, or takes them back (`times` -1), as far as they do not hang on its place.
void tell_of(Draft& draft, const Condition& condition, const Vocabulary& vocabulary, double times);

/// Rows and checks of a plan before conditions are chosen: what is wanted, of which tables.
struct Frame {
  Draft draft;
  Sketch sketch;
  std::vector<std::size_t> tables;  // subject first, then each check's other side
};

void frame_checks(const Bench& bench, std::vector<Frame>& out);
void frame_comparisons(const Bench& bench, std::vector<Frame>& out);
void frame_alone(const Bench& bench, std::vector<Frame>& out);

/// A value that the words speak of, as one field or two with a sign between.
struct SaidAmount {
  Amount amount;
  double worth = 0;
  std::vector<std::pair<std::size_t, double>> tokens;
};
/// Finds sums and differences of two number fields that are said: "net plus tax".
std::vector<SaidAmount> said_pairs(const Bench& bench, std::size_t table);

/// What follows rows and checks: measures and groups.
struct Tail {
  std::vector<Amount> measures;
  std::vector<Amount> groups;
  std::string label;
  double worth = 0;  // how well the words speak of it: the best are tried
  std::vector<Cue> cues;
  std::vector<std::pair<std::size_t, double>> tokens;
  std::vector<std::pair<std::string, double>> features;
};
/// Gives every tail worth trying for a subject; the first is none. `wide`: groups may lie in joined tables.
std::vector<Tail> tails_of(const Bench& bench, std::size_t subject, bool wide);

/// Chooses conditions for a frame, adds what may follow, writes the plans.
void complete(const Bench& bench, const Frame& frame, std::vector<Draft>& out);

}  // namespace recoupe::planner
