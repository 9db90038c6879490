// CHECK MATCH and CHECK TOTALS: whether both sides say the same.
#include <algorithm>

#include "plan/infer_types.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "result/pipeline.hpp"
#include "result/sql_text.hpp"

namespace recoupe::result {

using core::Kind;
using core::Type;
using plan::Step;

namespace {

/// One compared pair: both values in SQL and their types.
struct Compared {
  std::string name;
  std::string left;
  std::string right;
  Type left_type;
  Type right_type;
  plan::Tolerance tolerance;
};

std::string name_of_column(const plan::Expr& expr) {
  const auto* name = plan::if_is<plan::Name>(expr);
  return name ? name->parts.back() : plan::text_of(expr);
}

/// Writes whether both values are equal: NULL equals NULL and differs from any value.
std::string equal(const Compared& pair) {
  const Type type = plan::common_type(pair.left_type, pair.right_type).value_or(pair.left_type);
  if (pair.tolerance.decimal.empty()) {
    return "(" + key_of(converted(pair.left, pair.left_type, type), type) + " IS NOT DISTINCT FROM " +
           key_of(converted(pair.right, pair.right_type, type), type) + ")";
  }
  const auto decimal = [](const std::string& sql, const Type& from) { return try_cast(sql, from, Kind::numeric); };
  return "((" + pair.left + " IS NULL AND " + pair.right + " IS NULL) OR coalesce(rc_within(" +
         decimal(pair.left, pair.left_type) + ", " + decimal(pair.right, pair.right_type) + ", " +
         sql_quoted(pair.tolerance.decimal) + ", " + (pair.tolerance.percent ? "TRUE" : "FALSE") + "), FALSE))";
}

std::string json(const std::string& sql, const Type& type) {
  if (type.kind == Kind::null) return "'null'";
  return "coalesce(rc_json_" + storage_word(type) + "(" + sql + ", " + kind_number(type.kind) + "), 'null')";
}

/// Writes the list of differing pairs as documents: column, left, right.
std::string differences(const std::vector<Compared>& compared) {
  std::vector<std::string> items;
  for (const Compared& pair : compared) {
    const std::string head = "{\"column\":" + core::Json(pair.name).dump() + ",\"left\":";
    items.push_back("CASE WHEN " + equal(pair) + " THEN NULL ELSE " + sql_quoted(head) + " || " +
                    json(pair.left, pair.left_type) + " || ',\"right\":' || " + json(pair.right, pair.right_type) +
                    " || '}' END");
  }
  if (items.empty()) return "CAST([] AS VARCHAR[])";
  return "list_filter([" + joined(items, ", ") + "], lambda difference: difference IS NOT NULL)";
}

constexpr const char* no_differences = "CAST([] AS VARCHAR[])";

}  // namespace

core::Result<Relation> PipelineRunner::check(const plan::Match& check, const Step& step, const Relation& left) {
  RECOUPE_TRY(other, other_side(check.side, step, left));
  RECOUPE_TRY(right, stored(other));
  const SqlExpression both(plan_.bound, {{left.scope, "l"}, {right.scope, "r"}});
  const std::size_t left_count = left.scope->size();
  const std::size_t count = left_count + right.scope->size();
  RECOUPE_TRY(met, pairs(left, right, check.on));
  RECOUPE_CHECK(note_matches(right, met.name, "r"));
  std::vector<Compared> compared;
  for (const plan::Pair& pair : check.compare) {
    compared.push_back({name_of_column(pair.left), both.value(pair.left), both.value(pair.right), pair.left.type,
                        pair.right.type, pair.tolerance});
  }
  std::vector<Made> of_pair;
  std::vector<Made> of_left;
  std::vector<Made> of_right;
  for (std::size_t i = 0; i < count; ++i) {
    const auto slot = static_cast<int>(i);
    const bool is_left = i < left_count;
    const Made here{both.column(slot), both.column_missing(slot)};
    const Made none{null_of(step.output[i].type), "FALSE"};
    of_pair.push_back(here);
    of_left.push_back(is_left ? here : none);
    of_right.push_back(is_left ? none : here);
  }
  of_pair.push_back({"d.differences"});
  of_pair.push_back({"(CASE WHEN len(d.differences) = 0 THEN 'ok' ELSE 'mismatch' END)"});
  of_left.push_back({no_differences});
  of_left.push_back({"(CASE WHEN " + key_is_null(check.on, both, left_count) + " THEN 'no_key' ELSE 'only_left' END)"});
  of_right.push_back({no_differences});
  of_right.push_back({"(CASE WHEN " + key_is_null(check.on, both, left_count, true) + " THEN 'no_key' ELSE 'only_right' END)"});
  const std::string of_pairs = "(SELECT p.l, p.r, " + differences(compared) + " AS differences FROM " + met.name + " p JOIN " +
                               left.name + " l ON l.rowid = p.l JOIN " + right.name + " r ON r.rowid = p.r)";
  return store("SELECT " + columns(step.output, both, of_pair, 0) + " FROM " + of_pairs + " d JOIN " + left.name +
                   " l ON l.rowid = d.l JOIN " + right.name + " r ON r.rowid = d.r UNION ALL SELECT " +
                   columns(step.output, both, of_left, 0) + " FROM " + left.name +
                   " l WHERE l.rowid NOT IN (SELECT p.l FROM " + met.name + " p) UNION ALL SELECT " +
                   columns(step.output, both, of_right, 0) + " FROM " + right.name +
                   " r WHERE r.rowid NOT IN (SELECT p.r FROM " + met.name + " p)",
               step.output, {});
}

core::Result<Relation> PipelineRunner::check(const plan::Totals& check, const Step& step, const Relation& left) {
  RECOUPE_TRY(right, other_side(check.side, step, left));
  const SqlExpression both(plan_.bound, {{left.scope, "l"}, {right.scope, "r"}});
  const auto grouped = [&](bool of_left) {
    std::string inner = "SELECT *";
    std::string outer = "SELECT TRUE AS here";
    std::vector<std::string> keys;
    for (const plan::Pair& pair : check.by) {
      const plan::Expr& expr = of_left ? pair.left : pair.right;
      const Type type = step.output[keys.size()].type;
      const std::string number = std::to_string(keys.size());
      const std::string x = both.as(expr, type);
      inner += ", " + x + " AS k" + number + ", " + key_of(x, type) + " AS h" + number;
      outer += ", h" + number + ", " + representative("k" + number, type) + " AS k" + number;
      keys.push_back("h" + number);
    }
    std::size_t number = 0;
    for (const plan::Pair& pair : check.compare) {
      outer += ", " + both.value(of_left ? pair.left : pair.right) + " AS f" + std::to_string(number++);
    }
    const std::string alias = of_left ? "l" : "r";
    const std::string& name = of_left ? left.name : right.name;
    std::string out = "(" + outer + " FROM (" + inner + " FROM " + name + " " + alias + ") " + alias;
    if (!keys.empty()) out += " GROUP BY " + joined(keys, ", ");
    return out + ")";
  };
  std::vector<Made> made;
  std::vector<std::string> on{"TRUE"};
  for (std::size_t i = 0; i < check.by.size(); ++i) {
    const std::string number = std::to_string(i);
    made.push_back({"(CASE WHEN a.here THEN a.k" + number + " ELSE b.k" + number + " END)"});
    on.push_back("a.h" + number + " IS NOT DISTINCT FROM b.h" + number);
  }
  if (on.size() > 1) on.erase(on.begin());
  std::vector<Compared> compared;
  for (const plan::Pair& pair : check.compare) {
    const std::string number = std::to_string(compared.size());
    compared.push_back({name_of_column(pair.left), "a.f" + number, "b.f" + number, pair.left.type, pair.right.type,
                        pair.tolerance});
    made.push_back({compared.back().left});
    made.push_back({compared.back().right});
  }
  made.push_back({"(CASE WHEN a.here AND b.here THEN " + differences(compared) + " ELSE " + no_differences + " END)"});
  std::vector<std::string> agree{"TRUE"};
  for (const Compared& pair : compared) agree.push_back(equal(pair));
  made.push_back({"(CASE WHEN b.here IS NULL THEN 'only_left' WHEN a.here IS NULL THEN 'only_right' WHEN " +
                  joined(agree, " AND ") + " THEN 'ok' ELSE 'mismatch' END)"});
  return store("SELECT " + columns(step.output, both, made, 0) + " FROM " + grouped(true) + " a FULL JOIN " +
                   grouped(false) + " b ON " + joined(on, " AND "),
               step.output, {});
}

}  // namespace recoupe::result
