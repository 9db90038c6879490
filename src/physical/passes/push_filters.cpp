#include "physical/passes/passes.hpp"

namespace recoupe::physical {

namespace {

bool names_something(const plan::Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const plan::Expr& part) { found = found || plan::if_is<plan::Name>(part); });
  return found;
}

/// Pushes the filters of one pipeline's own steps.
void push_from(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  const Chain chain = chain_of(pipeline, reads);
  const auto* inner = plan::if_is<plan::Pipeline>(plan::if_is<plan::From>(pipeline.steps.front())->side);
  if (!chain.read || (inner && chain_of(*inner, reads).may_fail)) return;
  const std::size_t id = *chain.read;
  for (std::size_t i = 1; i < chain.steps; ++i) {
    if (const auto* where = plan::if_is<plan::Where>(pipeline.steps[i])) {
      const Sight sight = sight_of(pipeline, i, reads);
      for (const plan::Expr* conjunct : conjuncts_of(where->condition)) {
        if (!names_something(*conjunct) || counts_failures(*conjunct)) continue;
        if (auto filter = over_fetch(*conjunct, sight, reads[id], fetches[id])) {
          fetches[id].filters.push_back(*std::move(filter));
        }
      }
    }
    if (may_fail(pipeline.steps[i])) return;
  }
}

}  // namespace

void push_filters(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  visit_pipelines(pipeline, [&](const plan::Pipeline& at) { push_from(at, reads, fetches); });
}

}  // namespace recoupe::physical
