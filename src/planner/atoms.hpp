// What a plan is made of, as the linker learns it: which item of the catalog stands in which role, and the marks of the
// plan's kind. Takes a validated plan and a Vocabulary, gives Atoms.
// Included by linker, links, ranking and the evaluation's dump.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "planner/items.hpp"

namespace recoupe::planner {

/// What an item is in a plan: the first three of tables, the last two of values, the others of fields.
enum class Role {
  subject,
  checked,
  joined,
  equals,  // =, IN, LIKE … with a literal
  not_equals,
  is_true,
  is_false,
  is_null,
  is_present,
  is_missing,
  greater,
  less,
  during,
  before_after,
  array_empty,
  compared,  // COMPARE, or field against field
  grouped,
  measured,  // SUM, AVG, MIN, MAX
  counted,   // COUNT(DISTINCT)
  shown,
  ordered,
  keyed,  // UNIQUE, SEQUENCE, RULE, PARTITION
  joins,  // ON, BY of TOTALS
  is,
  is_not,
  count_of_,
};
inline constexpr std::size_t role_count = static_cast<std::size_t>(Role::count_of_);
std::string_view name_of(Role role);
ItemKind kind_of(Role role);

/// Marks of a plan's kind; several may hold.
enum class Mark {
  exists_missing,
  exists_ok,
  exists_show,
  absent,
  match,
  totals,
  unique,
  sequence,
  rule,
  condition_inside_check,
  two_checks,
  count,
  sum,
  average,
  minimum,
  maximum,
  count_distinct,
  group,
  group_by_time,
  order_desc,
  order_asc,
  limit,
  join,
  unnest,
  select,
  period,
  ratio_or_arithmetic,
  count_of_,
};
inline constexpr std::size_t mark_count = static_cast<std::size_t>(Mark::count_of_);
std::string_view name_of(Mark mark);

/// What an instruction gets.
enum class Answer { plan, clarify, not_in_schema, write, injection, count_of_ };
inline constexpr std::size_t answer_count = static_cast<std::size_t>(Answer::count_of_);
std::string_view name_of(Answer answer);

struct Atom {
  std::size_t item = 0;
  Role role = Role::subject;
  auto operator<=>(const Atom&) const = default;
};

struct Atoms {
  std::vector<Atom> used;  // sorted, each once
  std::array<bool, mark_count> marks{};
  [[nodiscard]] bool has(Mark mark) const { return marks[static_cast<std::size_t>(mark)]; }
};

/// Reads the atoms of a validated plan; what the vocabulary does not hold (tables of servers left out) is passed over.
Atoms atoms_of(const plan::Plan& validated, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
