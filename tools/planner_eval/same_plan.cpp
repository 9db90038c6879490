#include "same_plan.hpp"

#include <algorithm>

#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::planner_eval {

namespace {

using namespace plan;

void rename(Expr& expr, const Scope& left, const Scope* right) {
  for_each_below(expr, [&](Expr& below) {
    if (auto* period = if_is<PeriodLiteral>(below)) period->words = period->period.words(core::Language::en);
    auto* name = if_is<Name>(below);
    if (name == nullptr || name->slot < 0) return;
    const auto slot = static_cast<std::size_t>(name->slot);
    const ScopeColumn* column = slot < left.size() ? &left[slot] : right != nullptr && slot - left.size() < right->size() ? &(*right)[slot - left.size()] : nullptr;
    if (column == nullptr) return;
    if (column->origin) {
      name->parts = {column->origin->table};
      name->parts.insert(name->parts.end(), column->origin->path.begin(), column->origin->path.end());
    } else {
      name->parts = column->path;
    }
    name->slot = -1;
  });
}

std::string text_of_expr(const Expr& expr) {
  Plan holder;
  holder.pipeline.steps.push_back({Where{expr}, {}, {}});
  return text_of(holder);
}

void flatten(Expr& expr, Op op, std::vector<Expr>& out) {
  if (auto* call = if_is<Call>(expr); call != nullptr && call->op == op) {
    for (auto& arg : call->args) flatten(arg, op, out);
  } else {
    out.push_back(std::move(expr));
  }
}

void sort_args(Expr& expr) {
  auto* call = if_is<Call>(expr);
  if (call == nullptr) return;
  for (auto& arg : call->args) sort_args(arg);
  const auto by_text = [](const Expr& l, const Expr& r) { return text_of_expr(l) < text_of_expr(r); };
  if (call->op == Op::and_ || call->op == Op::or_) {
    std::vector<Expr> flat;
    for (auto& arg : call->args) flatten(arg, call->op, flat);
    call->args = std::move(flat);
    std::stable_sort(call->args.begin(), call->args.end(), by_text);
  } else if (call->op == Op::equal) {
    std::stable_sort(call->args.begin(), call->args.end(), by_text);
  } else if (call->op == Op::in) {
    std::stable_sort(call->args.begin() + 1, call->args.end(), by_text);
  }
}

void visit(Pipeline& pipeline) {
  const Scope empty;
  for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
    Step& step = pipeline.steps[i];
    const Scope& before = i > 0 ? pipeline.steps[i - 1].output : empty;
    const Scope* after = nullptr;
    Scope table;
    if (Side* side = side_of(step)) {
      side->alias.clear();
      if (auto* below = if_is<Pipeline>(*side)) {
        visit(*below);
        after = &below->steps.back().output;
      } else if (auto* ref = if_is<TableRef>(*side)) {
        ref->schema.clear();
        for (const auto& field : ref->resolved->fields)
          table.push_back({"", field.path, field.type, false, false, false, catalog::FieldRef{ref->server, "", ref->table, field.path}});
        after = &table;
      }
    }
    for_each_expression(step, [&](Expr& expr) {
      rename(expr, before, after);
      sort_args(expr);
    });
    if (auto* unnest = if_is<Unnest>(step)) unnest->alias = "element";
    if (auto* aggregate = if_is<Aggregate>(step))
      for (auto& group : aggregate->groups) group.name.clear();
    if (auto* check = if_is<Check>(step))
      if (auto* totals = if_is<Totals>(*check))
        for (auto& pair : totals->by) pair.name.clear();
  }
}

}  // namespace

std::string spelled_alike(Plan validated) {
  visit(validated.pipeline);
  std::string text = text_of(validated);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace recoupe::planner_eval
