// Which fields of the vocabulary stand behind a name in a validated plan, through steps and sides.
// Takes a place in a pipeline and a slot, gives fields. Included by atoms*.cpp only.
#pragma once

#include <vector>

#include "plan/plan.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

/// A step's expressions see what the steps before it put out, and the step's own side.
struct Place {
  const plan::Pipeline* pipeline = nullptr;
  std::size_t step = 0;
};

class FieldsBehind {
 public:
  explicit FieldsBehind(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// Gives the fields below an expression, each once; a column that an aggregate made has none.
  [[nodiscard]] std::vector<std::size_t> of(const plan::Expr& expr, const Place& place) const;
  /// Tells whether the expression is a check's finding.
  [[nodiscard]] bool is_finding(const plan::Expr& expr, const Place& place) const;
  /// Gives a table's place in the vocabulary, -1 where it is not there.
  [[nodiscard]] int table(const plan::TableRef& ref) const;

 private:
  void add(std::vector<std::size_t>& out, const plan::Expr& expr, const Place& place) const;
  void add_slot(std::vector<std::size_t>& out, std::size_t slot, const Place& place) const;
  void add_side(std::vector<std::size_t>& out, const plan::Side& side, std::size_t slot) const;
  void add_output(std::vector<std::size_t>& out, const Place& place, std::size_t slot) const;
  void add_origin(std::vector<std::size_t>& out, const catalog::FieldRef& ref) const;
  void add_made(std::vector<std::size_t>& out, const plan::ScopeColumn& column, const Place& place) const;
  const Vocabulary& vocabulary_;
};

}  // namespace recoupe::planner
