#include "run/explain.hpp"

namespace recoupe::run {
namespace {

using core::Result;

/// Fills what the dialect decides; how many keys there will be is an estimate.
core::Status complete(physical::ExplainedFetch& explained, const physical::Fetch& fetch, calls::Compiler& compiler) {
  RECOUPE_TRY(compiled, compiler.compile(fetch, nullptr));
  for (std::size_t i = 0; i < explained.filters.size() && i < compiled.pushed.filters.size(); ++i)
    explained.filters[i].pushed = compiled.pushed.filters[i];
  explained.limit_pushed = compiled.pushed.limit;
  explained.tool = compiled.call.tool;
  explained.statement = compiled.call.statement;
  for (const std::string& reason : compiled.pushed.reasons) explained.reasons.push_back({reason, reason});
  if (!explained.keys) return {};
  explained.keys->pushed = explained.keys->asked >= 0 && compiler.keys_pay(fetch, explained.keys->asked);
  if (!explained.keys->pushed)
    explained.reasons.push_back({"keys: reading the whole table is expected to be cheaper than asking for so many keys",
                                 "clés : lire toute la table devrait coûter moins que demander autant de clés"});
  return {};
}

}  // namespace

Result<physical::Explanation> explain(const physical::PhysicalPlan& plan, Connections& connections,
                                      const core::Cancel& cancel) {
  physical::Explanation out = physical::explain(plan);
  for (std::size_t i = 0; i < plan.fetches.size(); ++i) {
    RECOUPE_TRY(server, connections.open(plan.fetches[i].server, cancel));
    RECOUPE_CHECK(complete(out.fetches[i], plan.fetches[i], *server->compiler));
  }
  return out;
}

}  // namespace recoupe::run
