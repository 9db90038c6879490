#include "planner/same_plan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plan/text.hpp"
#include "plan/traverse.hpp"

namespace recoupe::planner {

namespace {

using namespace plan;

void rename(Expr& expr, const Scope& left, const Scope* right, const std::set<std::string>& elements, const std::map<std::string, std::string>& measures) {
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
      if (const auto measure = measures.find(name->parts[0]); measure != measures.end()) name->parts = {measure->second};
      else if (elements.contains(name->parts[0])) name->parts[0] = "element";  // what an array is opened as has any name
      else name->parts = column->path;
    }
    name->slot = -1;
  });
}

std::string text_of_expr(const Expr& expr) { return text_of(expr); }

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

/// An array that every row has is empty where its length is 0, with COALESCE or without.
void drop_needless_coalesce(Expr& expr, const std::set<std::string>& always_there) {
  for_each_below(expr, [&](Expr& below) {
    auto* call = if_is<Call>(below);
    if (call == nullptr || call->op != Op::coalesce || call->args.empty()) return;
    const auto* length = if_is<Call>(call->args[0]);
    if (length == nullptr || length->op != Op::array_length || !always_there.contains(text_of(length->args[0]))) return;
    Expr inner = std::move(call->args[0]);
    below = std::move(inner);
  });
}

void visit(Pipeline& pipeline, std::set<std::string>& always_there) {
  const Scope empty;
  std::set<std::string> elements;
  std::map<std::string, std::string> measures;  // by their names
  for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
    Step& step = pipeline.steps[i];
    const Scope& before = i > 0 ? pipeline.steps[i - 1].output : empty;
    const Scope* after = nullptr;
    Scope table;
    if (Side* side = side_of(step)) {
      side->alias.clear();
      if (auto* below = if_is<Pipeline>(*side)) {
        visit(*below, always_there);
        after = &below->steps.back().output;
      } else if (auto* ref = if_is<TableRef>(*side)) {
        ref->schema.clear();
        for (const auto& field : ref->resolved->fields)
          if (field.type.kind == core::Kind::array && !field.nullable && !field.may_be_missing) always_there.insert(ref->table + "." + catalog::text_of(field.path));
        for (const auto& field : ref->resolved->fields)
          table.push_back({"", field.path, field.type, false, false, false, catalog::FieldRef{ref->server, "", ref->table, field.path}});
        after = &table;
      }
    }
    if (const auto* unnest = if_is<Unnest>(step)) elements.insert(unnest->alias);
    for_each_expression(step, [&](Expr& expr) {
      rename(expr, before, after, elements, measures);
      drop_needless_coalesce(expr, always_there);
      sort_args(expr);
    });
    if (auto* unnest = if_is<Unnest>(step)) unnest->alias = "element";
    if (auto* aggregate = if_is<Aggregate>(step)) {
      for (auto& group : aggregate->groups) group.name.clear();
      for (auto& measure : aggregate->aggregates) {
        const std::string named = "measure " + std::to_string(measures.size() + 1);
        measures[std::exchange(measure.name, named)] = named;
      }
    }
    if (auto* check = if_is<Check>(step)) {
      if (auto* totals = if_is<Totals>(*check))
        for (auto& pair : totals->by) pair.name.clear();
      if (auto* unique = if_is<Unique>(*check))
        std::stable_sort(unique->by.begin(), unique->by.end(), [](const Expr& l, const Expr& r) { return text_of(l) < text_of(r); });
    }
  }
}

/// What a row of inner joins is: which tables meet how and what is kept, in whatever order it was written.
struct Run {
  std::set<std::string> tables;
  std::set<std::string> keys;
  std::set<std::string> kept;

  [[nodiscard]] std::string text() const {
    std::string out;
    for (const auto& table : tables) out += (out.empty() ? "FROM " : ", ") + table;
    for (const auto& key : keys) out += " ON " + key;
    std::string where;
    for (const auto& one : kept) where += (where.empty() ? " |> WHERE " : " AND ") + one;
    return out + where;
  }
};

std::string canonical(const Pipeline& pipeline);

void keep(Run& run, const Expr& condition) {
  if (const Call* call = if_call(condition, Op::and_)) {
    for (const auto& arg : call->args) keep(run, arg);
    return;
  }
  std::string text = text_of(condition);
  // An array that is empty or not there, in the two ways of writing it.
  constexpr std::string_view coalesced = "0 = COALESCE(ARRAY_LENGTH(";
  constexpr std::string_view alone = "0 = ARRAY_LENGTH(";
  if (text.starts_with(coalesced)) text = "NONE IN " + text.substr(coalesced.size(), text.find(')') - coalesced.size());
  if (text.starts_with(alone) && text.find(" OR ") != std::string::npos) text = "NONE IN " + text.substr(alone.size(), text.find(')') - alone.size());
  run.kept.insert(if_call(condition, Op::or_) != nullptr && !text.starts_with("NONE IN ") ? "(" + text + ")" : text);
}

bool joins_in(const Step& step) {
  if (if_is<Where>(step) != nullptr) return true;
  if (const auto* unnest = if_is<Unnest>(step)) return !unnest->left;
  const auto* join = if_is<Join>(step);
  return join != nullptr && !join->left;
}
bool plain(const Pipeline& pipeline) { return std::all_of(pipeline.steps.begin() + 1, pipeline.steps.end(), joins_in); }

void add_side(Run& run, const Side& side);
void add_step(Run& run, const Step& step) {
  if (const auto* where = if_is<Where>(step)) keep(run, where->condition);
  if (const auto* unnest = if_is<Unnest>(step)) run.tables.insert("UNNEST(" + text_of(unnest->path) + ")");
  if (const auto* join = if_is<Join>(step)) {
    add_side(run, join->side);
    run.keys.insert(text_of(join->on));
  }
  if (const auto* from = if_is<From>(step)) add_side(run, from->side);
}
void add_side(Run& run, const Side& side) {
  const auto* below = if_is<Pipeline>(side);
  if (below == nullptr || !plain(*below)) {
    run.tables.insert(below == nullptr ? text_of(side) : "(" + canonical(*below) + ")");
    return;
  }
  for (const auto& step : below->steps) add_step(run, step);
}

std::string canonical(const Pipeline& pipeline) {
  std::string out;
  Run run;
  bool running = false;
  const auto flush = [&] {
    if (running) out += (out.empty() ? "" : " |> ") + run.text();
    run = {};
    running = false;
  };
  for (Step step : pipeline.steps) {
    if (if_is<From>(step) != nullptr || joins_in(step)) {
      add_step(run, step);
      running = true;
      continue;
    }
    flush();
    if (auto* aggregate = if_is<Aggregate>(step)) {
      const auto by_text = [](const Named& l, const Named& r) { return text_of(l.expr) < text_of(r.expr); };
      std::stable_sort(aggregate->groups.begin(), aggregate->groups.end(), by_text);
    }
    std::string side_text;
    if (Side* side = side_of(step))
      if (const auto* below = if_is<Pipeline>(*side)) {
        side_text = canonical(*below);
        side->source = TableRef{"", "", "SIDE", {}, nullptr};
      }
    out += " |> " + text_of(step);
    if (!side_text.empty()) out += " WHERE SIDE IS (" + side_text + ")";
  }
  flush();
  return out;
}

}  // namespace

std::string spelled_alike(Plan validated) {
  std::set<std::string> always_there;
  visit(validated.pipeline, always_there);
  return canonical(validated.pipeline);
}

}  // namespace recoupe::planner
