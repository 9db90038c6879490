#include "plan/validate_unknown.hpp"

#include <algorithm>

#include "plan/plan.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

bool has_column(const Scope& scope, const std::string& last_part) {
  return std::ranges::any_of(scope, [&](const ScopeColumn& column) { return column.path.back() == last_part; });
}

/// Documents may have got new fields since the catalog was read; a table's columns are all known.
bool may_hold_more(const TableRef& table, const catalog::Table& known, const catalog::Catalog& catalog) {
  const catalog::Source* source = catalog.find_source(table.server);
  return known.sampled || (source && source->kind == catalog::SourceKind::mongodb);
}

}  // namespace

const Name* name_at(const Step& step, const core::Error& error) {
  const Name* found = nullptr;
  if (error.code != core::Code::unknown_name || !error.span) return found;
  for_each_expression(step, [&](const Expr& whole) {
    for_each_below(whole, [&](const Expr& expr) {
      const bool here = expr.span.begin == error.span->begin && expr.span.end == error.span->end;
      if (const Name* name = if_is<Name>(expr); name && here) found = name;
    });
  });
  return found;
}

core::Error with_unselected(core::Error error, const Pipeline& pipeline, std::size_t failed,
                            const catalog::Catalog& catalog) {
  const Name* name = name_at(pipeline.steps[failed], error);
  if (!name) return error;
  for (std::size_t i = 0; i < failed; ++i) {
    const Check* check = if_is<Check>(pipeline.steps[i]);
    const Exists* exists = check ? if_is<Exists>(*check) : nullptr;
    if (!exists) continue;
    Side side = exists->side;
    const auto scope = scope_of(side, catalog);
    if (!scope || !has_column(*scope, name->parts.back())) continue;
    const std::string added = "CHECK EXISTS IN " + text_of(side) + " … SELECT " + catalog::text_of({name->parts.back()});
    error.remedy = {"let the check take it over: " + added, "faites-la reprendre par le contrôle : " + added};
    error.candidates.clear();
  }
  return error;
}

std::vector<catalog::FieldRef> paths_to_look_for(const Plan& plan, const core::Error& error,
                                                 const catalog::Catalog& catalog) {
  const Name* name = nullptr;
  for_each_step(plan.pipeline, [&](const Step& step) {
    if (const Name* here = name_at(step, error)) name = here;
  });
  std::vector<catalog::FieldRef> out;
  if (!name) return out;
  for_each_step(plan.pipeline, [&](const Step& step) {
    const Side* side = side_of(step);
    const TableRef* table = side ? if_is<TableRef>(*side) : nullptr;
    const catalog::Table* known = table ? catalog.find_table(table->server, table->schema, table->table) : nullptr;
    if (!known || !may_hold_more(*table, *known, catalog)) return;
    catalog::FieldPath path = name->parts;
    const std::string& alias = side->alias.empty() ? table->table : side->alias;
    if (path.size() > 1 && path.front() == alias) path.erase(path.begin());
    catalog::FieldRef ref{table->server, known->schema, known->name, std::move(path)};
    if (std::ranges::find(out, ref) == out.end()) out.push_back(std::move(ref));
  });
  return out;
}

}  // namespace recoupe::plan
