#include "physical/passes/passes.hpp"

namespace recoupe::physical {

namespace {

/// Reads an ORDER BY whose keys are all columns of the fetch, else nothing.
std::vector<OrderHint> order_of(const plan::OrderBy& order, const Sight& sight, const Read& read, const Fetch& fetch) {
  std::vector<OrderHint> hints;
  for (const plan::OrderKey& key : order.keys) {
    const auto column = over_fetch(key.expr, sight, read, fetch);
    const auto* name = column ? plan::if_is<plan::Name>(*column) : nullptr;
    if (!name) return {};
    hints.push_back({name->slot, key.descending});
  }
  return hints;
}

}  // namespace

void push_limits(const plan::Pipeline& pipeline, const std::vector<Read>& reads, Fetches& fetches) {
  visit_pipelines(pipeline, [&](const plan::Pipeline& at) {
    const Chain chain = chain_of(at, reads);
    if (!chain.read || !chain.bare || chain.steps + 1 >= at.steps.size()) return;
    const auto* order = plan::if_is<plan::OrderBy>(at.steps[chain.steps]);
    const auto* limit = plan::if_is<plan::Limit>(at.steps[chain.steps + 1]);
    if (!order || !limit || !limit->per.empty()) return;
    Fetch& fetch = fetches[*chain.read];
    auto hints = order_of(*order, sight_of(at, chain.steps, reads), reads[*chain.read], fetch);
    if (hints.empty()) return;
    fetch.order = std::move(hints);
    fetch.limit = limit->count;
  });
}

}  // namespace recoupe::physical
