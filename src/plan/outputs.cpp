// The columns that a validated plan shows.
#include <algorithm>

#include "plan/plan.hpp"

namespace recoupe::plan {
namespace {

std::string dotted(const catalog::FieldPath& path) {
  std::string out;
  for (const std::string& part : path) out += (out.empty() ? "" : ".") + part;
  return out;
}

}  // namespace

std::vector<OutputColumn> outputs_of(const Plan& validated) {
  std::vector<OutputColumn> out;
  if (validated.pipeline.steps.empty()) return out;
  const Scope& scope = validated.pipeline.steps.back().output;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    const ScopeColumn& column = scope[i];
    if (column.hidden) continue;
    const auto alike = std::ranges::count_if(scope, [&](const ScopeColumn& other) {
      return !other.hidden && other.path == column.path;
    });
    std::string name = dotted(column.path);
    if (alike > 1 && !column.alias.empty()) name = column.alias + "." + name;
    out.push_back({std::move(name), column.type, column.may_be_missing, static_cast<int>(i)});
  }
  return out;
}

}  // namespace recoupe::plan
