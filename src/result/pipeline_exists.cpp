// CHECK EXISTS and CHECK ABSENT: whether rows have counterparts on another side.
#include <algorithm>

#include "plan/traverse.hpp"
#include "result/pipeline.hpp"
#include "result/sql_text.hpp"

namespace recoupe::result {

using plan::Step;

// Every left row's counterparts are gathered first; that they agree is decided on keys, so that 1.0 agrees with 1.00.
core::Result<Relation> PipelineRunner::check(const plan::Exists& check, const Step& step, const Relation& left) {
  RECOUPE_TRY(right, other_side(check.side, step, left));
  if (right.fetch < 0) {
    RECOUPE_TRY(kept, stored(right));
    right = std::move(kept);
  }
  const SqlExpression both(plan_.bound, {{left.scope, "l"}, {right.scope, "r"}});
  const std::size_t left_count = left.scope->size();
  std::string more;
  std::string gathered;
  std::vector<std::string> agree{"TRUE"};
  std::vector<Made> made;
  for (std::size_t i = left_count; i + 1 < step.output.size(); ++i) {
    const plan::ScopeColumn& column = step.output[i];
    const bool selected = i - left_count < check.select.size();
    const plan::Expr* expr = selected ? &check.select[i - left_count].expr : nullptr;
    const std::string x = "x" + std::to_string(i);
    const std::string m = "y" + std::to_string(i);
    more += ", " + (expr ? both.value(*expr) : both.column(column.from)) + " AS " + x;
    more += ", " + (expr ? both.missing(*expr) : both.column_missing(column.from)) + " AS " + m;
    gathered += ", " + representative(x, column.type) + " AS " + x + ", bool_and(" + m + ") AS " + m;
    if (selected) {
      const std::string k = key_of(x, column.type);
      agree.push_back("(min(" + k + ") IS NOT DISTINCT FROM max(" + k + ") AND count(" + k + ") IN (0, count(*)))");
    }
    made.push_back({"(CASE WHEN g.agree THEN g." + x + " END)", "(g.agree IS TRUE AND g." + m + ")"});
  }
  RECOUPE_TRY(met, pairs(left, right, check.on, more));
  RECOUPE_CHECK(note_matches(right, met.name, "r"));
  const std::string groups =
      "(SELECT l, " + joined(agree, " AND ") + " AS agree" + gathered + " FROM " + met.name + " GROUP BY l)";
  made.push_back({"(CASE WHEN " + key_is_null(check.on, both, left_count) +
                  " THEN 'no_key' WHEN g.l IS NULL THEN 'missing' WHEN g.agree THEN 'ok' ELSE 'ambiguous' END)"});
  return store("SELECT " + columns(step.output, over(left, "l"), made, left_count) + marks(left, "l") + " FROM " +
                   left.name + " l LEFT JOIN " + groups + " g ON l.rowid = g.l",
               step.output, left);
}

core::Result<Relation> PipelineRunner::check(const plan::Absent& check, const Step& step, const Relation& left) {
  RECOUPE_TRY(right, other_side(check.side, step, left));
  if (right.fetch < 0) {
    RECOUPE_TRY(kept, stored(right));
    right = std::move(kept);
  }
  const SqlExpression both(plan_.bound, {{left.scope, "l"}, {right.scope, "r"}});
  RECOUPE_TRY(met, pairs(left, right, check.on));
  RECOUPE_CHECK(note_matches(right, met.name, "r"));
  const Made finding{"(CASE WHEN " + key_is_null(check.on, both, left.scope->size()) +
                     " THEN 'no_key' WHEN g.l IS NULL THEN 'ok' ELSE 'present' END)"};
  return store("SELECT " + columns(step.output, over(left, "l"), {finding}, left.scope->size()) + marks(left, "l") +
                   " FROM " + left.name + " l LEFT JOIN (SELECT DISTINCT l FROM " + met.name + ") g ON l.rowid = g.l",
               step.output, left);
}

}  // namespace recoupe::result
