// Every plan worth weighing for an instruction, by kind of wish: search over subject, other table, link, conditions, columns.
// Takes a Reading, a Vocabulary and Mentions, gives Drafts without final scores. Included by propose.
#pragma once

#include <vector>

#include "planner/conditions.hpp"
#include "planner/draft.hpp"
#include "planner/writer.hpp"

namespace recoupe::planner {

// How wide the search is.
inline constexpr std::size_t subjects_max = 6;
inline constexpr std::size_t others_max = 5;
inline constexpr std::size_t links_max = 3;
inline constexpr std::size_t hops_max = 3;

/// How much each table is spoken of, by table: its words and its fields' and values', and its meaning (0 without an embedder).
struct TableScores {
  std::vector<double> words;
  std::vector<double> meaning;
};

std::vector<Draft> draft_all(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions, const TableScores& scores);

/// What the drafters share: the words, what they mention, and the pieces every kind of plan is made of.
class Bench {
 public:
  Bench(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions, const TableScores& scores);

  const Reading& reading;
  const Vocabulary& vocabulary;
  const Mentions& mentions;
  Writer writer;
  std::vector<std::size_t> subjects;  // tables, most spoken of first
  std::vector<Condition> conditions;

  /// Begins a draft: the words that speak of its tables are accounted for; order says which comes first in the text.
  [[nodiscard]] Draft begin(Wish wish, const std::vector<std::size_t>& tables, std::initializer_list<Cue> cues) const;
  /// Chooses the conditions that account for most words, each table's in its own list (as `tables`).
  [[nodiscard]] std::vector<std::vector<Condition>> choose(Draft& draft, const std::vector<std::size_t>& tables) const;
  struct Choice {
    Draft draft;
    std::vector<std::vector<Condition>> conditions;
  };
  /// The same, and what comes next best where one of the conditions is doubted.
  [[nodiscard]] std::vector<Choice> choices(const Draft& draft, const std::vector<std::size_t>& tables) const;
  /// Fields of a table spoken of by words not accounted for yet; marks the words.
  [[nodiscard]] std::vector<std::size_t> columns(Draft& draft, std::size_t table, std::size_t first_token, double strength_min) const;
  /// "FROM t |> WHERE …" of the subject.
  [[nodiscard]] std::string from(const Seat& seat, const std::vector<Condition>& where) const;
  /// Links to try between two tables, those whose fields are spoken of first.
  [[nodiscard]] std::vector<Link> links(std::size_t from, std::size_t to) const;
  /// How well a field is spoken of near a token.
  [[nodiscard]] const Mention* field_near(std::size_t field, std::size_t token, std::size_t reach) const;

 private:
  [[nodiscard]] std::vector<Condition> open_conditions(const std::vector<std::size_t>& tables) const;
  [[nodiscard]] std::vector<std::vector<Condition>> choose_of(Draft& draft, const std::vector<std::size_t>& tables, std::vector<Condition> open) const;
  [[nodiscard]] bool says_a_table(const Condition& condition) const;
  [[nodiscard]] bool late(std::size_t token, const std::vector<std::size_t>& tables) const;
  const TableScores& scores_;
};

/// A name for a column made from a field: its path's last part.
std::string plan_column(const Bench& bench, std::size_t field);

void draft_lists(const Bench& bench, std::vector<Draft>& out);
void draft_checks(const Bench& bench, std::vector<Draft>& out);
void draft_comparisons(const Bench& bench, std::vector<Draft>& out);
void draft_single_checks(const Bench& bench, std::vector<Draft>& out);
void draft_aggregates(const Bench& bench, std::vector<Draft>& out);

}  // namespace recoupe::planner
