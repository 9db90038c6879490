// Expressions of a plan as DuckDB SQL with LANGUAGE.md's meaning. Column i of a step's output is `c<i>`; where it may be
// missing `m<i>` tells so. Takes validated and bound expressions, gives SQL text. Included by sql_*.cpp and engine.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace recoupe::result {

/// Columns that an expression sees: of one relation, or of two side by side.
struct Visible {
  const plan::Scope* scope;
  std::string alias;  // of the relation in SQL
};

class SqlExpression {
 public:
  SqlExpression(const plan::BoundPlan& bound, std::vector<Visible> visible);

  /// Takes the key of a group, by which an error names it: its name, and SQL that aggregates its value as text.
  void name_group(const std::string& name, const std::string& text);
  /// Writes an expression; its value is kept as Expr::type says.
  [[nodiscard]] std::string value(const plan::Expr& expr) const;
  /// Writes whether a bare path is missing.
  [[nodiscard]] std::string missing(const plan::Expr& expr) const;
  /// Writes an expression brought to a type that holds it.
  [[nodiscard]] std::string as(const plan::Expr& expr, const core::Type& type) const;
  /// Writes a condition between two sides: its conjuncts stay apart, so that equalities among them can be hashed.
  [[nodiscard]] std::string condition(const plan::Expr& on) const;
  /// Writes the key of an expression: what equality and order look at.
  [[nodiscard]] std::string key(const plan::Expr& expr) const;
  /// Writes the column of a slot, and whether it is missing.
  [[nodiscard]] std::string column(int slot) const;
  [[nodiscard]] std::string column_missing(int slot) const;
  [[nodiscard]] const plan::ScopeColumn& scope_column(int slot) const;

 private:
  [[nodiscard]] std::string call(const plan::Expr& expr, const plan::Call& call) const;
  [[nodiscard]] std::string predicate(const plan::Call& call) const;
  [[nodiscard]] std::string connective(const plan::Call& call) const;
  [[nodiscard]] std::string any(const plan::Call& call) const;
  [[nodiscard]] std::string comparison(std::string_view op, const plan::Expr& left, const plan::Expr& right) const;
  [[nodiscard]] std::string in(const plan::Call& call) const;
  [[nodiscard]] std::string period(const plan::Call& call) const;
  [[nodiscard]] std::string arithmetic(const plan::Expr& expr, const plan::Call& call) const;
  [[nodiscard]] std::string whole_arithmetic(const plan::Call& call) const;
  [[nodiscard]] std::string shifted_day(const plan::Expr& day, const plan::Literal& interval, bool back) const;
  [[nodiscard]] std::string rounded(const plan::Expr& expr, const plan::Call& call) const;
  [[nodiscard]] std::string text_function(const plan::Call& call) const;
  [[nodiscard]] std::string choice(const plan::Expr& expr, const plan::Call& call) const;
  [[nodiscard]] std::string cast(const plan::Call& call) const;
  [[nodiscard]] std::string time_function(const plan::Call& call) const;
  [[nodiscard]] std::string day_of(const plan::Expr& expr) const;
  [[nodiscard]] std::string type_word(const plan::Expr& expr) const;
  [[nodiscard]] std::string aggregate(const plan::Expr& expr, const plan::Call& call) const;
  [[nodiscard]] std::string row_words(const plan::Call& call) const;

  const plan::BoundPlan& bound_;
  std::vector<Visible> visible_;
  mutable std::map<const plan::Expr*, std::string> elements_;  // ANY(a) to the element that stands for it
  std::vector<std::string> group_words_;                       // "'city=' || … || ', ' || "
  mutable bool grouped_ = false;                               // the expression holds aggregates: no row to name
};

/// Tells whether evaluating an expression may raise an error, so that rows filtered out earlier must be out before.
bool may_raise(const plan::Expr& expr);

}  // namespace recoupe::result
