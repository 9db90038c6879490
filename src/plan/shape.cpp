#include "plan/shape.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/limits.hpp"
#include "plan/ops.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

bool is_null_literal(const Expr& expr) {
  const Literal* literal = if_is<Literal>(expr);
  return literal && literal->value.is_null();
}

bool is_period_test(Op op) { return op == Op::during || op == Op::before || op == Op::after; }

std::string listed(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

Complaint wrong_count(const Call& call, const Arity& arity) {
  const std::string name(name_of(call.op));
  const std::string given = std::to_string(call.args.size());
  const std::string least = std::to_string(arity.min);
  const bool exact = arity.min == arity.max;
  const bool open = arity.max == arguments_max;
  const std::string most = std::to_string(arity.max);
  const std::string en = exact ? least : open ? "at least " + least : least + " to " + most;
  const std::string fr = exact ? least : open ? "au moins " + least : least + " à " + most;
  return {{name + " has " + given + (call.args.size() == 1 ? " operand" : " operands") + ", but takes " + en,
           name + " a " + given + (call.args.size() < 2 ? " opérande" : " opérandes") + ", mais en prend " + fr},
          {"Give " + name + " " + en + ".", "Donnez-en " + fr + " à " + name + "."}};
}

std::optional<Complaint> about_period(const Call& call) {
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    const bool is_period = if_is<PeriodLiteral>(call.args[i]) != nullptr;
    if (is_period != (is_period_test(call.op) && i == 1)) {
      return Complaint{{"a period stands only after DURING, BEFORE or AFTER",
                        "une période ne se met qu'après DURING, BEFORE ou AFTER"},
                       {"Write x DURING PERIOD 'this week'.", "Écrivez x DURING PERIOD 'cette semaine'."}};
    }
  }
  return std::nullopt;
}

std::optional<Complaint> about_null(const Call& call) {
  if (!is_comparison(call.op) || std::ranges::none_of(call.args, is_null_literal)) return std::nullopt;
  const std::string written(name_of(call.op));
  return Complaint{{"“" + written + " NULL” is never true", "« " + written + " NULL » n'est jamais vrai"},
                   {"Write x IS NULL or x IS NOT NULL.", "Écrivez x IS NULL ou x IS NOT NULL."}};
}

std::size_t depth_of(const Expr& expr) {
  std::size_t below = 0;
  if (const Call* call = if_is<Call>(expr)) {
    for (const Expr& arg : call->args) below = std::max(below, depth_of(arg));
  }
  return below + 1;
}

}  // namespace

std::optional<Complaint> complaint_about(const Call& call) {
  const Arity arity = arity_of(call.op);
  if (call.args.size() < arity.min || call.args.size() > arity.max) return wrong_count(call, arity);
  if (auto complaint = about_period(call)) return complaint;
  if (auto complaint = about_null(call)) return complaint;
  const std::string name(name_of(call.op));
  const auto units = units_of(call.op);
  if (!units.empty() && std::ranges::find(units, call.unit) == units.end()) {
    return Complaint{{"“" + call.unit + "” is no unit of " + name, "« " + call.unit + " » n'est pas une unité de " + name},
                     {"Its units are " + listed(units) + ".", "Ses unités sont " + listed(units) + "."}};
  }
  const bool is_cast = call.op == Op::cast || call.op == Op::try_cast;
  if (is_cast && call.target.kind == core::Kind::null) {
    return Complaint{{name + " lacks a type", "il manque un type à " + name},
                     {"Write " + name + "(x AS STRING).", "Écrivez " + name + "(x AS STRING)."}};
  }
  return std::nullopt;
}

std::optional<Complaint> complaint_about_depth(const Expr& expr) {
  if (depth_of(expr) <= std::size_t{core::limits::plan_depth_max}) return std::nullopt;
  const std::string most = std::to_string(core::limits::plan_depth_max);
  return Complaint{{"the expression is nested deeper than " + most + " levels",
                    "l'expression est imbriquée sur plus de " + most + " niveaux"},
                   {"Compute parts of it in EXTEND steps.", "Calculez-en des parties dans des étapes EXTEND."}};
}

Call combined(Op op, std::vector<Expr> operands) {
  Call out{.op = op, .args = {}, .target = {}, .unit = {}};
  for (Expr& operand : operands) {
    if (Call* same = if_is<Call>(operand); same && same->op == op) {
      for (Expr& below : same->args) out.args.push_back(std::move(below));
    } else {
      out.args.push_back(std::move(operand));
    }
  }
  return out;
}

void drop_needless_name(Named& column) {
  const Name* path = if_is<Name>(column.expr);
  if (path && path->parts.back() == column.name) column.name.clear();
}

void drop_needless_alias(Side& side) {
  const TableRef* table = if_is<TableRef>(side);
  if (table && table->table == side.alias) side.alias.clear();
}

}  // namespace recoupe::plan
