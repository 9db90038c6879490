// What the instruction asks of rows, as typed conditions on fields of the catalog, each with the words it accounts for.
// Takes a Reading, a Vocabulary and Mentions, gives Conditions. Included by the planner's own files.
#pragma once

#include <string>
#include <vector>

#include "planner/mentions.hpp"

namespace recoupe::planner {

inline constexpr double linked_condition_min = 0.35;  // of a role, to become a condition of its own

enum class Form { equals, flag, is_null, is_missing, compare, period, array_empty, present_null, array_length };

struct Condition {
  std::size_t field = 0;
  Form form = Form::equals;
  bool negated = false;
  std::vector<std::string> values;  // literals as the language writes them
  std::string op;  // of compare: ">", of period: "DURING PERIOD"
  double strength = 0;
  std::size_t anchor = 0;
  std::vector<std::pair<std::size_t, double>> tokens;
  std::vector<Cue> cues;  // that it uses up
  std::vector<std::size_t> cue_tokens;
  int period = -1;
  int number = -1;
  double birth = 0;  // of a period: how much its date says by its name that it is when rows came to be
  bool state = false;  // a participle beside the table or after "have": its date is there, or not
  int other = -1;  // the field it is compared with, in place of a value
  double linked = 0;  // how surely the linker gives its field or value this role
};

/// Finds every condition that the words allow; they may contradict one another over the same words.
/// What only the linker says needs to be as sure as `linked_min`.
std::vector<Condition> find_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                                       double linked_min = linked_condition_min);

/// Gives how surely the linker gives a condition's field or value the role that it has there.
double linked(const Condition& condition, const Vocabulary& vocabulary, const Mentions& mentions);

/// Finds how a period could be put on the dates of one table; best first.
std::vector<Condition> period_conditions(const Reading& reading, const Vocabulary& vocabulary, const Mentions& mentions,
                                         std::size_t table, int period);

/// Tells whether two conditions mean the same, whatever words they come from.
bool says_the_same(const Condition& l, const Condition& r);

/// Orders conditions as they are written: by their words, periods last.
bool reads_before(const Condition& left, const Condition& right);

/// Writes text as a literal of the language.
std::string quoted(std::string_view text);

}  // namespace recoupe::planner
