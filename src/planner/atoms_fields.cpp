#include "planner/atoms_fields.hpp"

#include <algorithm>

#include "plan/traverse.hpp"

namespace recoupe::planner {

using namespace plan;

namespace {

const Scope& input_of(const Place& place) {
  static const Scope nothing;
  return place.step > 0 ? place.pipeline->steps[place.step - 1].output : nothing;
}

const Step& step_of(const Place& place) { return place.pipeline->steps[place.step]; }

const Expr* made_by(const std::vector<Named>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Named& c) { return c.output_name == name; });
  return found == columns.end() ? nullptr : &found->expr;
}

}  // namespace

std::vector<std::size_t> FieldsBehind::of(const Expr& expr, const Place& place) const {
  std::vector<std::size_t> out;
  add(out, expr, place);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool FieldsBehind::is_finding(const Expr& expr, const Place& place) const {
  const auto* name = if_is<Name>(expr);
  if (name == nullptr || name->slot < 0) return false;
  const Scope& scope = input_of(place);
  const auto slot = static_cast<std::size_t>(name->slot);
  return slot < scope.size() && scope[slot].is_finding;
}

int FieldsBehind::table(const TableRef& ref) const {
  for (std::size_t t = 0; t < vocabulary_.tables.size(); ++t)
    if (vocabulary_.tables[t].table == ref.resolved) return static_cast<int>(t);
  return -1;
}

void FieldsBehind::add(std::vector<std::size_t>& out, const Expr& expr, const Place& place) const {
  for_each_below(expr, [&](const Expr& below) {
    const auto* name = if_is<Name>(below);
    if (name != nullptr && name->slot >= 0) add_slot(out, static_cast<std::size_t>(name->slot), place);
  });
}

void FieldsBehind::add_slot(std::vector<std::size_t>& out, std::size_t slot, const Place& place) const {
  const std::size_t left = input_of(place).size();
  if (slot < left) {
    add_output(out, {place.pipeline, place.step - 1}, slot);
  } else if (const Side* side = side_of(step_of(place))) {
    add_side(out, *side, slot - left);
  }
}

void FieldsBehind::add_side(std::vector<std::size_t>& out, const Side& side, std::size_t slot) const {
  if (const auto* below = if_is<Pipeline>(side)) return add_output(out, {below, below->steps.size() - 1}, slot);
  const int at = table(*if_is<TableRef>(side));
  if (at < 0) return;
  const auto& fields = vocabulary_.tables[static_cast<std::size_t>(at)].fields;  // in the table's own order
  if (slot < fields.size()) out.push_back(fields[slot]);
}

void FieldsBehind::add_output(std::vector<std::size_t>& out, const Place& place, std::size_t slot) const {
  const Scope& scope = step_of(place).output;
  if (slot >= scope.size()) return;
  const ScopeColumn& column = scope[slot];
  if (column.origin) return add_origin(out, *column.origin);
  if (column.from >= 0) return add_slot(out, static_cast<std::size_t>(column.from), place);
  add_made(out, column, place);
}

void FieldsBehind::add_origin(std::vector<std::size_t>& out, const catalog::FieldRef& ref) const {
  for (const auto& table : vocabulary_.tables) {
    if (table.table->name != ref.table || table.source->server != ref.server || table.table->schema != ref.schema)
      continue;
    for (const std::size_t field : table.fields)
      if (vocabulary_.fields[field].field->path == ref.path) out.push_back(field);
  }
}

void FieldsBehind::add_made(std::vector<std::size_t>& out, const ScopeColumn& column, const Place& place) const {
  const Step& step = step_of(place);
  const Expr* made = nullptr;
  if (const auto* extend = if_is<Extend>(step)) made = made_by(extend->columns, column.path[0]);
  if (const auto* select = if_is<Select>(step)) made = made_by(select->columns, column.path[0]);
  if (const auto* aggregate = if_is<Aggregate>(step)) made = made_by(aggregate->groups, column.path[0]);
  if (made != nullptr) return add(out, *made, place);
  const auto* unnest = if_is<Unnest>(step);
  if (unnest == nullptr) return;
  // "line.sku" of UNNEST(lines) AS line is the field lines.sku.
  for (const std::size_t array : of(unnest->path, place)) {
    const auto& opened = vocabulary_.fields[array];
    catalog::FieldPath path = opened.field->path;
    path.insert(path.end(), column.path.begin() + 1, column.path.end());
    for (const std::size_t field : vocabulary_.tables[opened.table].fields)
      if (vocabulary_.fields[field].field->path == path) out.push_back(field);
  }
}

}  // namespace recoupe::planner
