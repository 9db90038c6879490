#include "physical/reads.hpp"

#include <algorithm>

#include "plan/scope.hpp"

namespace recoupe::physical {

namespace {

using plan::Pipeline;
using plan::Scope;
using plan::Side;
using plan::Step;

void collect(const Pipeline& pipeline, std::vector<Read>& reads) {
  for (const Step& step : pipeline.steps) {
    const Side* side = plan::side_of(step);
    if (!side) continue;
    if (const auto* inner = plan::if_is<Pipeline>(*side)) {
      collect(*inner, reads);
      continue;
    }
    const auto* table = plan::if_is<plan::TableRef>(*side);
    const std::string& alias = side->alias.empty() ? table->table : side->alias;
    reads.push_back({table, table->resolved ? plan::scope_of(*table->resolved, table->server, alias) : Scope()});
  }
}

bool passes_rows(const Step& step) {
  return plan::if_is<plan::Where>(step) || plan::if_is<plan::Extend>(step) || plan::if_is<plan::Select>(step);
}

/// Tells whether a step is a SELECT of columns as they are: it leaves out no row and cannot fail.
bool only_renames(const Step& step) {
  const auto* select = plan::if_is<plan::Select>(step);
  return select && std::ranges::all_of(select->columns, [](const plan::Named& column) {
           return plan::if_is<plan::Name>(column.expr) != nullptr;
         });
}

/// Finds the field that a column shows unchanged.
const catalog::Field* field_of(const plan::ScopeColumn& column, const Read& read) {
  const catalog::Table& table = *read.table->resolved;
  if (!column.origin || column.origin->server != read.table->server || column.origin->schema != table.schema ||
      column.origin->table != table.name) {
    return nullptr;
  }
  return table.find(column.origin->path);
}

/// Tells whether a CAST finds a value of its target for every value.
bool always_casts(const plan::Call& cast) {
  const core::Kind from = cast.args.front().type.kind;
  if (from == cast.target.kind || (from == core::Kind::int64 && cast.target.kind == core::Kind::numeric)) return true;
  const bool plain = from != core::Kind::mixed && from != core::Kind::document && from != core::Kind::array;
  return plain && cast.target.kind == core::Kind::string;
}

bool rewrite(plan::Expr& expr, const Sight& sight, const Read& read, const Fetch& fetch) {
  if (auto* call = plan::if_is<plan::Call>(expr)) {
    return std::ranges::all_of(call->args, [&](plan::Expr& arg) { return rewrite(arg, sight, read, fetch); });
  }
  auto* name = plan::if_is<plan::Name>(expr);
  if (!name) return true;
  const plan::ScopeColumn* column = sight.find(*name);
  const catalog::Field* field = column ? field_of(*column, read) : nullptr;
  if (!field) return false;
  const auto found = std::ranges::find(fetch.columns, field->path, &FetchColumn::path);
  if (found == fetch.columns.end()) return false;
  *name = {field->path, static_cast<int>(found - fetch.columns.begin())};
  return true;
}

}  // namespace

std::vector<Read> reads_of(const Pipeline& pipeline) {
  std::vector<Read> reads;
  collect(pipeline, reads);
  return reads;
}

std::size_t read_index(const std::vector<Read>& reads, const plan::TableRef& table) {
  return static_cast<std::size_t>(std::ranges::find(reads, &table, &Read::table) - reads.begin());
}

const Scope& scope_of(const Side& side, const std::vector<Read>& reads) {
  if (const auto* inner = plan::if_is<Pipeline>(side)) return inner->steps.back().output;
  return reads[read_index(reads, *plan::if_is<plan::TableRef>(side))].scope;
}

const plan::ScopeColumn* Sight::find(const plan::Name& name) const {
  if (name.slot < 0) return nullptr;
  const auto slot = static_cast<std::size_t>(name.slot);
  if (slot < left->size()) return &(*left)[slot];
  const std::size_t behind = slot - left->size();
  return right && behind < right->size() ? &(*right)[behind] : nullptr;
}

Sight sight_of(const Pipeline& pipeline, std::size_t step, const std::vector<Read>& reads) {
  const Side* side = plan::side_of(pipeline.steps[step]);
  return {&pipeline.steps[step - 1].output, side ? &scope_of(*side, reads) : nullptr};
}

void visit_pipelines(const Pipeline& pipeline, const std::function<void(const Pipeline&)>& visit) {
  for (const Step& step : pipeline.steps) {
    const Side* side = plan::side_of(step);
    const auto* inner = side ? plan::if_is<Pipeline>(*side) : nullptr;
    if (inner) visit_pipelines(*inner, visit);
  }
  visit(pipeline);
}

Chain chain_of(const Pipeline& pipeline, const std::vector<Read>& reads) {
  const auto* from = plan::if_is<plan::From>(pipeline.steps.front());
  if (!from) return {};
  Chain chain;
  if (const auto* inner = plan::if_is<Pipeline>(from->side)) {
    chain = chain_of(*inner, reads);
    if (!chain.whole) return {};
  } else {
    chain.read = read_index(reads, *plan::if_is<plan::TableRef>(from->side));
    chain.bare = true;
  }
  chain.steps = 1;
  while (chain.steps < pipeline.steps.size() && passes_rows(pipeline.steps[chain.steps])) {
    chain.bare = chain.bare && only_renames(pipeline.steps[chain.steps]);
    chain.may_fail = chain.may_fail || may_fail(pipeline.steps[chain.steps]);
    ++chain.steps;
  }
  chain.whole = chain.steps == pipeline.steps.size();
  return chain;
}

std::optional<std::size_t> plain_table_of(const Side& side, const std::vector<Read>& reads) {
  if (const auto* table = plan::if_is<plan::TableRef>(side)) return read_index(reads, *table);
  const Chain chain = chain_of(*plan::if_is<Pipeline>(side), reads);
  return chain.whole && !chain.may_fail ? chain.read : std::nullopt;
}

std::optional<plan::Expr> over_fetch(const plan::Expr& expr, const Sight& sight, const Read& read, const Fetch& fetch) {
  plan::Expr copy = expr;
  if (!rewrite(copy, sight, read, fetch)) return std::nullopt;
  return copy;
}

bool may_fail(const plan::Expr& expr) {
  const auto* call = plan::if_is<plan::Call>(expr);
  if (!call) return false;
  switch (call->op) {
    case plan::Op::cast:
      if (!always_casts(*call)) return true;
      break;
    case plan::Op::divide:
    case plan::Op::add:
    case plan::Op::subtract:
    case plan::Op::multiply:
    case plan::Op::negate:
    case plan::Op::abs: return true;
    default: break;
  }
  return std::ranges::any_of(call->args, [](const plan::Expr& arg) { return may_fail(arg); });
}

bool counts_failures(const plan::Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const plan::Expr& part) {
    const plan::Call* cast = plan::if_call(part, plan::Op::try_cast);
    found = found || (cast && !always_casts(*cast));
  });
  return found;
}

bool may_fail(const plan::Step& step) {
  const auto fails = [](const plan::Expr& expr) { return may_fail(expr) || counts_failures(expr); };
  const auto any = [&](const std::vector<plan::Named>& columns) {
    return std::ranges::any_of(columns, [&](const plan::Named& column) { return fails(column.expr); });
  };
  if (const auto* where = plan::if_is<plan::Where>(step)) return fails(where->condition);
  if (const auto* extend = plan::if_is<plan::Extend>(step)) return any(extend->columns);
  if (const auto* select = plan::if_is<plan::Select>(step)) return any(select->columns);
  return false;
}

std::vector<const plan::Expr*> conjuncts_of(const plan::Expr& condition) {
  const plan::Call* both = plan::if_call(condition, plan::Op::and_);
  if (!both) return {&condition};
  std::vector<const plan::Expr*> conjuncts;
  for (const plan::Expr& arg : both->args) {
    for (const plan::Expr* inner : conjuncts_of(arg)) conjuncts.push_back(inner);
  }
  return conjuncts;
}

}  // namespace recoupe::physical
