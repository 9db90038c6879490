// Walks a plan: its expressions, sides and steps, const or mutable. One place knows where each struct keeps its parts.
// Takes any node and a callable, gives each part in the order in which it is written. Included by whoever reads plans.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Builds a visitor for std::visit from lambdas.
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// Gives a node of type T in a variant-holding struct (Expr, Step, Check, Side), or nullptr.
template <class T>
const T* if_is(const Expr& expr) { return std::get_if<T>(&expr.node); }
template <class T>
T* if_is(Expr& expr) { return std::get_if<T>(&expr.node); }
template <class T>
const T* if_is(const Step& step) { return std::get_if<T>(&step.step); }
template <class T>
T* if_is(Step& step) { return std::get_if<T>(&step.step); }
template <class T>
const T* if_is(const Check& check) { return std::get_if<T>(&check.check); }
template <class T>
T* if_is(Check& check) { return std::get_if<T>(&check.check); }
template <class T>
const T* if_is(const Side& side) { return std::get_if<T>(&side.source); }
template <class T>
T* if_is(Side& side) { return std::get_if<T>(&side.source); }

/// Gives the call if the expression is one of this operation, else nullptr.
inline const Call* if_call(const Expr& expr, Op op) {
  const Call* call = if_is<Call>(expr);
  return call && call->op == op ? call : nullptr;
}

/// Calls `f(Expr&)` for the expression and everything below it, parents first.
template <class E, class F>
void for_each_below(E& expr, F&& f) {
  f(expr);
  if (auto* call = if_is<Call>(expr)) {
    for (auto& arg : call->args) for_each_below(arg, f);
  }
}

namespace parts {

template <class T, class U>
inline constexpr bool is = std::is_same_v<std::remove_cvref_t<T>, U>;

// The whole expressions of one step's or check's struct; those inside a side's pipeline belong to that pipeline's steps.
template <class S, class F>
void expressions(S& s, F& f) {
  if constexpr (is<S, Where> || is<S, Rule>) {
    f(s.condition);
  } else if constexpr (is<S, Extend> || is<S, Select>) {
    for (auto& column : s.columns) f(column.expr);
  } else if constexpr (is<S, Aggregate>) {
    for (auto& column : s.aggregates) f(column.expr);
    for (auto& column : s.groups) f(column.expr);
  } else if constexpr (is<S, OrderBy>) {
    for (auto& key : s.keys) f(key.expr);
  } else if constexpr (is<S, Limit>) {
    for (auto& expr : s.per) f(expr);
  } else if constexpr (is<S, Join> || is<S, Absent>) {
    f(s.on);
  } else if constexpr (is<S, Unnest>) {
    f(s.path);
  } else if constexpr (is<S, Exists>) {
    f(s.on);
    for (auto& column : s.select) f(column.expr);
  } else if constexpr (is<S, Match>) {
    f(s.on);
    for (auto& pair : s.compare) f(pair.left), f(pair.right);
  } else if constexpr (is<S, Totals>) {
    for (auto& pair : s.by) f(pair.left), f(pair.right);
    for (auto& pair : s.compare) f(pair.left), f(pair.right);
  } else if constexpr (is<S, Unique>) {
    for (auto& expr : s.by) f(expr);
  } else if constexpr (is<S, Sequence>) {
    f(s.by);
    for (auto& expr : s.partition) f(expr);
  } else if constexpr (is<S, Check>) {
    std::visit([&](auto& check) { expressions(check, f); }, s.check);
  } else {
    static_assert(is<S, From> || is<S, Distinct> || is<S, UnionAll>);
  }
}

template <class S>
auto side(S& s) -> std::conditional_t<std::is_const_v<S>, const Side*, Side*> {
  if constexpr (is<S, Check>) {
    return std::visit([](auto& check) { return side(check); }, s.check);
  } else if constexpr (requires { s.side; }) {
    return &s.side;
  } else {
    return nullptr;
  }
}

}  // namespace parts

/// Calls `f(Expr&)` for each whole expression of a step (condition, columns, keys, pairs): not for operands, see
/// for_each_below, and not for what stands inside a side's pipeline.
template <class S, class F>
  requires parts::is<S, Step>
void for_each_expression(S& step, F&& f) {
  std::visit([&](auto& s) { parts::expressions(s, f); }, step.step);
}

/// Gives the side that a step reads (FROM, JOIN, UNION ALL, most checks), or nullptr: no step has two.
inline const Side* side_of(const Step& step) {
  return std::visit([](const auto& s) { return parts::side(s); }, step.step);
}
inline Side* side_of(Step& step) {
  return std::visit([](auto& s) { return parts::side(s); }, step.step);
}

/// Calls `f(Step&)` for every step of a pipeline and of the pipelines in its sides; a side's steps come before the step
/// that reads it.
template <class P, class F>
  requires parts::is<P, Pipeline>
void for_each_step(P& pipeline, F&& f) {
  for (auto& step : pipeline.steps) {
    if (auto* side = side_of(step)) {
      if (auto* below = if_is<Pipeline>(*side)) for_each_step(*below, f);
    }
    f(step);
  }
}

/// Calls `f(Expr&)` for every expression of a plan, operands and the pipelines of sides included.
template <class P, class F>
  requires parts::is<P, Pipeline>
void for_each_expression_in(P& pipeline, F&& f) {
  for_each_step(pipeline, [&](auto& step) {
    for_each_expression(step, [&](auto& expr) { for_each_below(expr, f); });
  });
}

/// Calls `f(TableRef&)` for every table that a plan reads.
template <class P, class F>
  requires parts::is<P, Pipeline>
void for_each_table(P& pipeline, F&& f) {
  for_each_step(pipeline, [&](auto& step) {
    if (auto* side = side_of(step)) {
      if (auto* table = if_is<TableRef>(*side)) f(*table);
    }
  });
}

}  // namespace recoupe::plan
