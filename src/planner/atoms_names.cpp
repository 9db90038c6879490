// The names of roles, marks and answers, as the dump, the training and the weights' file write them.
#include "planner/atoms.hpp"

namespace recoupe::planner {

std::string_view name_of(Role role) {
  static constexpr std::array<std::string_view, role_count> names = {
      "subject",    "checked", "joined",  "equals",       "not_equals",  "is_true",  "is_false", "is_null", "is_present",
      "is_missing", "greater", "less",    "during",       "before_after", "array_empty", "compared", "grouped", "measured",
      "counted",    "shown",   "ordered", "keyed",        "joins",       "is",       "is_not"};
  return names[static_cast<std::size_t>(role)];
}

ItemKind kind_of(Role role) {
  if (role <= Role::joined) return ItemKind::table;
  return role < Role::is ? ItemKind::field : ItemKind::value;
}

std::string_view name_of(Mark mark) {
  static constexpr std::array<std::string_view, mark_count> names = {
      "exists_missing", "exists_ok",              "exists_show", "absent",         "match",         "totals",
      "unique",         "sequence",               "rule",        "condition_inside_check",          "two_checks",
      "count",          "sum",                    "average",     "minimum",        "maximum",       "count_distinct",
      "group",          "group_by_time",          "order_desc",  "order_asc",      "limit",         "join",
      "unnest",         "select",                 "period",      "ratio_or_arithmetic"};
  return names[static_cast<std::size_t>(mark)];
}

std::string_view name_of(Answer answer) {
  static constexpr std::array<std::string_view, answer_count> names = {"plan", "clarify", "not_in_schema", "write",
                                                                      "injection"};
  return names[static_cast<std::size_t>(answer)];
}

}  // namespace recoupe::planner
