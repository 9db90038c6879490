#include <algorithm>
#include <array>

#include "physical/passes/passes.hpp"
#include "physical/physical_plan.hpp"

namespace recoupe::physical {

namespace {

core::Error not_validated() {
  return {.code = core::Code::internal,
          .origin = core::Origin::internal,
          .stage = "physical",
          .message = {"The plan was not validated.", "Le plan n'a pas été validé."},
          .remedy = {"Report this.", "Signalez-le."}};
}

/// Reads a table whole: every field, no filter.
Fetch whole(int id, const Read& read) {
  Fetch fetch;
  fetch.id = id;
  fetch.server = read.table->server;
  fetch.table = read.table->resolved;
  for (const catalog::Field& field : fetch.table->fields) {
    fetch.columns.push_back({field.path, field.type, field.may_be_missing});
  }
  return fetch;
}

constexpr std::array<std::string_view, 4> names{"prune_columns", "push_filters", "push_keys", "push_limits"};

}  // namespace

std::span<const std::string_view> pass_names() { return names; }

bool Passes::turn_off(std::string_view name) {
  const std::array<bool*, names.size()> switches{&prune_columns, &push_filters, &push_keys, &push_limits};
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return false;
  *switches[static_cast<std::size_t>(found - names.begin())] = false;
  return true;
}

core::Result<PhysicalPlan> plan_fetches(plan::BoundPlan bound, const Passes& passes) {
  const plan::Pipeline& pipeline = bound.plan.pipeline;
  if (pipeline.steps.empty()) return core::fail(not_validated());
  const std::vector<Read> reads = reads_of(pipeline);
  Fetches fetches;
  for (const Read& read : reads) {
    if (!read.table->resolved) return core::fail(not_validated());
    fetches.push_back(whole(static_cast<int>(fetches.size()), read));
  }
  if (passes.prune_columns) prune_columns(pipeline, reads, fetches);
  if (passes.push_filters) push_filters(pipeline, reads, fetches);
  if (passes.push_keys) push_keys(pipeline, reads, fetches);
  if (passes.push_limits) push_limits(pipeline, reads, fetches);
  return PhysicalPlan{std::move(bound), std::move(fetches)};
}

}  // namespace recoupe::physical
