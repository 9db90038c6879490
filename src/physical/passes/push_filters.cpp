#include <algorithm>

#include "physical/passes/passes.hpp"

namespace recoupe::physical {

namespace {

bool step_may_fail(const plan::Step& step) {
  const auto any = [](const std::vector<plan::Named>& columns) {
    return std::ranges::any_of(columns, [](const plan::Named& column) { return may_fail(column.expr); });
  };
  if (const auto* where = plan::if_is<plan::Where>(step)) return may_fail(where->condition);
  if (const auto* extend = plan::if_is<plan::Extend>(step)) return any(extend->columns);
  if (const auto* select = plan::if_is<plan::Select>(step)) return any(select->columns);
  return false;
}

bool names_something(const plan::Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const plan::Expr& part) { found = found || plan::if_is<plan::Name>(part); });
  return found;
}

/// Pushes the filters of one pipeline's own steps.
void push_from(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  const Chain chain = chain_of(pipeline, reads);
  if (!chain.read) return;
  const std::size_t id = *chain.read;
  for (std::size_t i = 1; i < chain.steps; ++i) {
    if (const auto* where = plan::if_is<plan::Where>(pipeline.steps[i])) {
      const Sight sight = sight_of(pipeline, i, reads);
      for (const plan::Expr* conjunct : conjuncts_of(where->condition)) {
        if (!names_something(*conjunct)) continue;
        if (auto filter = over_fetch(*conjunct, sight, reads[id], fetches[id])) {
          fetches[id].filters.push_back(*std::move(filter));
        }
      }
    }
    if (step_may_fail(pipeline.steps[i])) return;
  }
}

/// Tells whether the pipelines that a FROM stands on can fail on a row.
bool inner_may_fail(const plan::Pipeline& pipeline) {
  const auto* from = plan::if_is<plan::From>(pipeline.steps.front());
  const auto* inner = from ? plan::if_is<plan::Pipeline>(from->side) : nullptr;
  return inner && (inner_may_fail(*inner) || std::ranges::any_of(inner->steps, step_may_fail));
}

}  // namespace

void push_filters(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  visit_pipelines(pipeline, [&](const plan::Pipeline& at) {
    if (!inner_may_fail(at)) push_from(at, reads, fetches);
  });
}

}  // namespace recoupe::physical
