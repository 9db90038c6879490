// The plan's structs: the only definition of the language's tree; text, JSON, words and grammar derive from them.
// Produced by parse or the planner, annotated by validate and bind. Included by planner, physical, result and run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/error.hpp"
#include "core/type.hpp"
#include "core/value.hpp"
#include "instruction/period.hpp"

namespace recoupe::plan {

// One line per operation: identifier, its name in JSON and, for functions, in text.
// "x IS NOT NULL" is not(is_null), "NOT IN" is not(in): one meaning, one tree.
#define RECOUPE_PLAN_OPS(X)                                                                                     \
  X(equal, "=") X(not_equal, "!=") X(less, "<") X(less_equal, "<=") X(greater, ">") X(greater_equal, ">=")      \
  X(and_, "AND") X(or_, "OR") X(not_, "NOT") X(in, "IN") X(between, "BETWEEN") X(like, "LIKE")                  \
  X(is_null, "IS NULL") X(is_missing, "IS MISSING") X(is_true, "IS TRUE") X(is_false, "IS FALSE")               \
  X(add, "+") X(subtract, "-") X(multiply, "*") X(divide, "/") X(negate, "NEGATE")                              \
  X(abs, "ABS") X(round, "ROUND") X(length, "LENGTH") X(concat, "CONCAT") X(substr, "SUBSTR")                   \
  X(lower, "LOWER") X(upper, "UPPER") X(unaccent, "UNACCENT") X(trim, "TRIM")                                   \
  X(coalesce, "COALESCE") X(case_, "CASE") X(nullif, "NULLIF") X(cast, "CAST") X(try_cast, "TRY_CAST")          \
  X(type_of, "TYPE") X(date, "DATE") X(date_trunc, "DATE_TRUNC") X(extract, "EXTRACT")                          \
  X(date_diff, "DATE_DIFF") X(timestamp_diff, "TIMESTAMP_DIFF") X(current_date, "CURRENT_DATE")                 \
  X(array_length, "ARRAY_LENGTH") X(any, "ANY")                                                                 \
  X(during, "DURING") X(before, "BEFORE") X(after, "AFTER")                                                     \
  X(count_all, "COUNT(*)") X(count, "COUNT") X(count_distinct, "COUNT(DISTINCT)")                               \
  X(sum, "SUM") X(avg, "AVG") X(min, "MIN") X(max, "MAX")

enum class Op {
#define RECOUPE_AS_ENUM(id, name) id,
  RECOUPE_PLAN_OPS(RECOUPE_AS_ENUM)
#undef RECOUPE_AS_ENUM
};
std::string_view name_of(Op op);
[[nodiscard]] bool is_aggregate(Op op);

/// A name as written: {"email"}, {"u", "contact", "city"}. `slot` is filled by validate: index into the step's input scope.
struct Name {
  std::vector<std::string> parts;
  int slot = -1;
};

/// A literal with its type. An INTERVAL has its count as INT64 value and "30 days" (singular for 1) in `interval`; see
/// interval_of in plan/literals.hpp.
struct Literal {
  core::Value value;
  core::Type type;
  std::string interval;  // "30 days" where this is an INTERVAL, else empty
};

/// A period; `from` and `to` are filled by bind: the zone's midnights and the days they begin.
struct PeriodLiteral {
  instruction::Period period;
  std::string words;  // as written, to be shown again
  std::optional<instruction::DayRange> days;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
};

struct Expr;

/// An operation on operands. AND, OR: two or more, none of them the same operation (a AND b AND c is one call of three);
/// + - * / have two. CASE: when, then, when, then, …[, else]. BETWEEN: x, low, high. IN: x, item, item, …
/// DURING, BEFORE, AFTER: x and a PeriodLiteral. ANY(a) = 'x' is equal(any(a), 'x'). COUNT(*) and CURRENT_DATE: none.
struct Call {
  Op op;
  std::vector<Expr> args;
  core::Type target;  // of CAST and TRY_CAST
  std::string unit;   // of DATE_TRUNC, EXTRACT, *_DIFF: "MONTH", "DAY", "HOUR"; not among args
};

struct Expr {
  std::variant<Name, Literal, PeriodLiteral, Call> node;
  core::Span span;
  core::Type type;              // filled by validate; of a literal: the type it is used as (1.5 may be FLOAT64)
  bool may_be_missing = false;  // filled by validate: a bare path that keeps null and missing apart
};

/// An expression and the name its column gets ("AS" given or the path's last part; filled by validate).
struct Named {
  Expr expr;
  std::string name;        // as given by AS, else empty
  std::string output_name; // filled by validate
};

struct TableRef {
  std::string server;
  std::string schema;  // as written, may be empty
  std::string table;
  core::Span span;
  const catalog::Table* resolved = nullptr;  // filled by validate; lives as long as the catalog
};

struct Step;
struct Pipeline {
  std::vector<Step> steps;  // the first is a From
};

/// A table or a pipeline, with its alias ("" where none was written).
struct Side {
  std::variant<TableRef, Pipeline> source;
  std::string alias;
};

struct From { Side side; };
struct Where { Expr condition; };
struct Extend { std::vector<Named> columns; };
struct Select { std::vector<Named> columns; };
struct Aggregate {
  std::vector<Named> aggregates;
  std::vector<Named> groups;
};
struct OrderKey {
  Expr expr;
  bool descending = false;
};
struct OrderBy { std::vector<OrderKey> keys; };
struct Limit {
  std::int64_t count = 0;
  std::vector<Expr> per;
};
struct Distinct {};
struct Join {
  bool left = false;
  Side side;
  Expr on;
};
struct Unnest {
  bool left = false;
  Expr path;
  std::string alias;
};
struct UnionAll { Side side; };

struct Tolerance {
  std::string decimal;  // plain notation; empty: none
  bool percent = false;
};
/// `l = r` of BY and COMPARE: left of it the left side, right of it the right side.
struct Pair {
  Expr left;
  Expr right;
  std::string name;  // of TOTALS' BY … AS
  Tolerance tolerance;
};
struct Exists {
  Side side;
  Expr on;
  std::vector<Named> select;
};
struct Absent {
  Side side;
  Expr on;
};
struct Match {
  Side side;
  Expr on;
  std::vector<Pair> compare;
};
struct Totals {
  Side side;
  std::vector<Pair> by;
  std::vector<Pair> compare;
};
struct Unique { std::vector<Expr> by; };
struct Sequence {
  Expr by;
  std::vector<Expr> partition;
};
struct Rule { Expr condition; };

struct Check {
  std::variant<Exists, Absent, Match, Totals, Unique, Sequence, Rule> check;
  std::string name;  // given by AS, else empty: "finding"
};

/// A column that a step puts out. `alias` is the side it came from while that still can be said, else empty.
struct ScopeColumn {
  std::string alias;
  catalog::FieldPath path;  // {"contact","city"}; a computed column has one part
  core::Type type;
  bool may_be_missing = false;
  bool crosses_array = false;
  bool hidden = false;  // a path inside a shown document column: can be named, is not shown
  std::optional<catalog::FieldRef> origin;  // the source field where it is one, unchanged
  int from = -1;            // the column of the step's input that this one passes on unchanged; -1: read or made here
  bool is_finding = false;  // a check's finding; a later check without a name renames "finding" to "finding_1"
};
using Scope = std::vector<ScopeColumn>;

struct Step {
  std::variant<From, Where, Extend, Select, Aggregate, OrderBy, Limit, Distinct, Join, Unnest, UnionAll, Check> step;
  core::Span span;
  // Filled by validate: what this step puts out. Name::slot in this step's expressions points into its input scope: the
  // step before's output; in ON, BY, COMPARE and EXISTS' SELECT the left side's columns followed by the right side's.
  // Order: JOIN and MATCH left, right; EXISTS left, selected; SELECT, AGGREGATE, TOTALS as written, then hidden paths;
  // UNNEST left, element, its hidden paths; a check's own columns last (left_1, right_1 …; gap_from, gap_to;
  // differences), `finding` the very last.
  Scope output;
};

/// A whole plan as parsed or proposed; nothing is resolved yet unless it came from validate.
struct Plan {
  Pipeline pipeline;
};

}  // namespace recoupe::plan
