// A plan as typed decisions: subject, conditions, checks, measures, groups, order, columns. Any of them goes with any
// other;
// compose writes the text. Included by the planner's own files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/conditions.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

/// A value worked out of fields: "SUM(amount)", "net + tax", "LOWER(email)", "DATE_TRUNC('month', sent_at)".
struct Amount {
  std::vector<std::size_t> fields;  // none: COUNT(*)
  std::string call;  // "" | "SUM" | "COUNT" | "COUNT DISTINCT" | "LOWER" | "DATE" | "month" …
  char op = 0;  // between two fields
  bool cast = false;  // as text
  std::string name;  // of the column, where one is wanted
};

/// What stands right in a check, with the conditions that belong inside it.
struct Side {
  std::size_t table = 0;
  std::vector<Condition> where;
};

struct Check {
  std::string_view verb;  // EXISTS, ABSENT, MATCH, TOTALS
  std::string_view keep;  // "finding = 'missing'", empty: all rows stay
  bool shows = false;  // columns of the other side are selected
  Side side;
  Link link;
  std::vector<std::size_t> selected;
  std::vector<std::pair<Amount, Amount>> by;  // of TOTALS, where it is not the link
  std::vector<std::pair<Amount, Amount>> compared;
  std::string tolerance;
};

/// A check of one table alone.
struct Alone {
  std::string_view verb;  // UNIQUE, SEQUENCE, RULE
  std::vector<Amount> by;
  std::vector<std::size_t> partition;
  std::string_view op;  // of RULE: between by[0] and by[1]; empty: by[0] is filled in
};

struct Sketch {
  std::size_t subject = 0;
  std::vector<Condition> where;  // on the subject and on tables joined to it
  std::vector<std::size_t> joined;  // tables joined for what is shown of them
  std::vector<Check> checks;
  std::optional<Alone> alone;
  std::vector<Amount> measures;
  std::vector<Amount> groups;
  std::string having;  // "> 3" on the first measure
  std::optional<Amount> order;  // no field: by the first measure
  bool rising = false;
  std::string limit;
  std::vector<std::size_t> columns;
  bool finding_shown = false;
};

/// Writes the plan that the decisions make, in one line; empty where a table cannot be reached.
std::string text_of(const Sketch& sketch, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
