#include "result/sql_expression.hpp"

#include <algorithm>

#include "plan/infer_types.hpp"
#include "plan/ops.hpp"
#include "plan/traverse.hpp"
#include "result/duckdb_api.hpp"
#include "result/sql_text.hpp"

namespace recoupe::result {

using core::Kind;
using core::Type;
using plan::Expr;
using plan::Op;

namespace {

constexpr std::int64_t day_micros = 86'400'000'000;

bool holds_aggregate(const Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const Expr& each) {
    const auto* call = plan::if_is<plan::Call>(each);
    found = found || (call && plan::is_aggregate(call->op));
  });
  return found;
}

}  // namespace

SqlExpression::SqlExpression(const plan::BoundPlan& bound, std::vector<Visible> visible)
    : bound_(bound), visible_(std::move(visible)) {}

const plan::ScopeColumn& SqlExpression::scope_column(int slot) const {
  auto at = static_cast<std::size_t>(slot);
  const Visible* seen = visible_.data();
  while (at >= seen->scope->size()) at -= (seen++)->scope->size();
  return (*seen->scope)[at];
}

std::string SqlExpression::column(int slot) const {
  auto at = static_cast<std::size_t>(slot);
  const Visible* seen = visible_.data();
  while (at >= seen->scope->size()) at -= (seen++)->scope->size();
  return seen->alias + ".c" + std::to_string(at);
}

std::string SqlExpression::column_missing(int slot) const {
  if (!scope_column(slot).may_be_missing) return "FALSE";
  std::string out = column(slot);
  out[out.rfind('c')] = 'm';
  return "coalesce(" + out + ", FALSE)";
}

void SqlExpression::name_group(const std::string& name, const std::string& text) {
  group_words_.push_back(sql_quoted(name + "=") + " || coalesce(" + text + ", 'NULL') || ', ' || ");
}

std::string SqlExpression::value(const Expr& expr) const {
  if (const auto found = elements_.find(&expr); found != elements_.end()) return found->second;
  if (const auto* name = plan::if_is<plan::Name>(expr)) return column(name->slot);
  if (const auto* held = plan::if_is<plan::Literal>(expr)) return literal(held->value, expr.type);
  if (const auto* held = plan::if_is<plan::Call>(expr)) {
    const bool outermost = !grouped_ && holds_aggregate(expr);
    if (outermost) grouped_ = true;
    std::string out = call(expr, *held);
    if (outermost) grouped_ = false;
    return out;
  }
  return "NULL";
}

std::string SqlExpression::missing(const Expr& expr) const {
  const auto* name = plan::if_is<plan::Name>(expr);
  return name ? column_missing(name->slot) : "FALSE";
}

std::string SqlExpression::as(const Expr& expr, const Type& type) const { return converted(value(expr), expr.type, type); }

std::string SqlExpression::key(const Expr& expr) const { return key_of(value(expr), expr.type); }

std::string SqlExpression::call(const Expr& expr, const plan::Call& call) const {
  if (plan::is_aggregate(call.op)) return aggregate(expr, call);
  switch (call.op) {
    case Op::add: case Op::subtract: case Op::multiply: case Op::divide: case Op::negate: case Op::abs:
      return arithmetic(expr, call);
    case Op::round: return rounded(expr, call);
    case Op::length: case Op::concat: case Op::substr: case Op::lower: case Op::upper: case Op::unaccent: case Op::trim:
      return text_function(call);
    case Op::coalesce: case Op::case_: case Op::nullif: return choice(expr, call);
    case Op::cast: case Op::try_cast: return cast(call);
    case Op::type_of: return type_word(call.args[0]);
    case Op::date: case Op::date_trunc: case Op::extract: case Op::date_diff: case Op::timestamp_diff:
    case Op::current_date:
      return time_function(call);
    case Op::array_length: return "len(" + value(call.args[0]) + ")";
    default: return predicate(call);
  }
}

std::string SqlExpression::predicate(const plan::Call& call) const {
  if (!call.args.empty() && plan::if_call(call.args[0], Op::any) && !elements_.contains(&call.args[0])) return any(call);
  switch (call.op) {
    case Op::and_: case Op::or_: return connective(call);
    case Op::not_: return "(NOT " + as(call.args[0], Kind::bool_) + ")";
    case Op::in: return in(call);
    case Op::between:
      return "(" + comparison(">=", call.args[0], call.args[1]) + " AND " +
             comparison("<=", call.args[0], call.args[2]) + ")";
    case Op::like: return "(" + as(call.args[0], Kind::string) + " LIKE " + as(call.args[1], Kind::string) + ")";
    case Op::is_null: return "(" + value(call.args[0]) + " IS NULL)";
    case Op::is_missing: return missing(call.args[0]);
    case Op::is_true: return "(" + as(call.args[0], Kind::bool_) + " IS TRUE)";
    case Op::is_false: return "(" + as(call.args[0], Kind::bool_) + " IS FALSE)";
    case Op::during: case Op::before: case Op::after: return period(call);
    default: return comparison(plan::name_of(call.op), call.args[0], call.args[1]);
  }
}

// What stands left decides first: an operand that may raise an error is not looked at where it cannot matter.
std::string SqlExpression::connective(const plan::Call& call) const {
  const bool both = call.op == Op::and_;
  std::string out;
  for (const Expr& arg : call.args) {
    const std::string next = as(arg, Kind::bool_);
    if (out.empty()) {
      out = next;
    } else if (may_raise(arg)) {
      out = "(CASE WHEN (" + out + ")" + (both ? " IS FALSE THEN FALSE" : " IS TRUE THEN TRUE") + " ELSE (" + out +
            ")" + (both ? " AND " : " OR ") + next + " END)";
    } else {
      out.append(both ? " AND " : " OR ").append(next);
    }
  }
  return "(" + out + ")";
}

std::string SqlExpression::condition(const Expr& on) const {
  const plan::Call* all = plan::if_call(on, Op::and_);
  if (!all) return as(on, Kind::bool_);
  std::vector<std::string> parts;
  for (const Expr& arg : all->args) parts.push_back(as(arg, Kind::bool_));
  return joined(parts, " AND ");
}

// Some element TRUE: TRUE; else NULL where one is NULL (three-valued logic); an array that is NULL gives NULL.
std::string SqlExpression::any(const plan::Call& call) const {
  const Expr& element = call.args[0];
  const std::string array = value(std::get<plan::Call>(element.node).args[0]);
  const std::string name = "e" + std::to_string(elements_.size());
  elements_[&element] = name;
  const std::string test = predicate(call);
  elements_.erase(&element);
  const std::string tests = "list_transform(" + array + ", lambda " + name + ": " + test + ")";
  return "(CASE WHEN " + array + " IS NULL THEN NULL WHEN list_contains(" + tests + ", TRUE) THEN TRUE WHEN len(" + array +
         ") > list_count(" + tests + ") THEN NULL ELSE FALSE END)";
}

std::string SqlExpression::comparison(std::string_view op, const Expr& left, const Expr& right) const {
  const Type type = plan::common_type(left.type, right.type).value_or(left.type);
  const auto operand = [&](const Expr& expr) {
    const std::string sql = as(expr, type);
    return type.kind == Kind::numeric ? key_of(sql, type) : sql;
  };
  return "(" + operand(left) + " " + std::string(op) + " " + operand(right) + ")";
}

// Each item meets x in their common type; those of one type share an IN, so that a long list stays flat.
std::string SqlExpression::in(const plan::Call& call) const {
  const Expr& x = call.args[0];
  std::map<Kind, std::vector<std::string>> items;
  const auto common = [&](const Expr& item) { return plan::common_type(x.type, item.type).value_or(x.type); };
  const auto operand = [&](const Expr& expr, const Type& type) {
    const std::string sql = as(expr, type);
    return type.kind == Kind::numeric ? key_of(sql, type) : sql;
  };
  std::map<Kind, std::string> tests;
  for (std::size_t i = 1; i < call.args.size(); ++i) {
    const Type type = common(call.args[i]);
    items[type.kind].push_back(operand(call.args[i], type));
    tests.try_emplace(type.kind, operand(x, type));
  }
  std::vector<std::string> parts;
  for (const auto& [kind, list] : items) parts.push_back(tests[kind] + " IN (" + joined(list, ", ") + ")");
  return "(" + joined(parts, " OR ") + ")";
}

std::string SqlExpression::period(const plan::Call& call) const {
  const Expr& operand = call.args[0];
  const auto& written = std::get<plan::PeriodLiteral>(call.args[1].node);
  std::int64_t from = written.days->from.days;
  std::int64_t to = written.days->to.days;
  if (operand.type.kind == Kind::timestamp) {
    from = written.from->micros;
    to = written.to->micros;
  } else if (operand.type.kind == Kind::datetime) {
    from *= day_micros;
    to *= day_micros;
  }
  const std::string x = operand.type.kind == Kind::null ? null_of(Kind::date) : value(operand);
  const std::string low = literal(core::Value(from), Kind::int64);
  const std::string high = literal(core::Value(to), Kind::int64);
  if (call.op == Op::before) return "(" + x + " < " + low + ")";
  if (call.op == Op::after) return "(" + x + " >= " + high + ")";
  return "(" + x + " >= " + low + " AND " + x + " < " + high + ")";
}

std::string SqlExpression::choice(const Expr& expr, const plan::Call& call) const {
  if (call.op == Op::nullif) {
    return "(CASE WHEN " + comparison("=", call.args[0], call.args[1]) + " THEN NULL ELSE " + value(call.args[0]) + " END)";
  }
  std::vector<std::string> parts;
  if (call.op == Op::coalesce) {
    for (const Expr& arg : call.args) parts.push_back(as(arg, expr.type));
    return "coalesce(" + joined(parts, ", ") + ")";
  }
  std::string out = "(CASE";
  for (std::size_t i = 0; i + 1 < call.args.size(); i += 2) {
    out += " WHEN " + as(call.args[i], Kind::bool_) + " THEN " + as(call.args[i + 1], expr.type);
  }
  if (call.args.size() % 2 != 0) out += " ELSE " + as(call.args.back(), expr.type);
  return out + " END)";
}

std::string SqlExpression::cast(const plan::Call& call) const {
  const Expr& operand = call.args[0];
  const std::string x = value(operand);
  const std::string tried = try_cast(x, operand.type, call.target);
  if (call.op == Op::try_cast || !cast_may_fail(operand.type, call.target)) return tried;
  const std::string words = sql_quoted(std::string(raised_prefix) + "value_unreadable|") + " || CAST(" + x + " AS VARCHAR) || " +
                            sql_quoted(" (" + core::name_of(call.target) + "): ") + " || " + row_words(call);
  return "(CASE WHEN " + x + " IS NOT NULL AND " + tried + " IS NULL THEN error(" + words + ") ELSE " + tried + " END)";
}

std::string SqlExpression::type_word(const Expr& expr) const {
  const std::string x = value(expr);
  const auto* name = plan::if_is<plan::Name>(expr);
  const bool may_miss = name && scope_column(name->slot).may_be_missing;
  const std::string word = expr.type.kind == Kind::mixed ? "rc_type(" + x + ")" : sql_quoted([&] {
    switch (expr.type.kind) {
      case Kind::bool_: return "bool";
      case Kind::int64: return "long";
      case Kind::numeric: return "decimal";
      case Kind::float64: return "double";
      case Kind::timestamp: return "date";
      case Kind::bytes: case Kind::uuid: return "binData";
      case Kind::objectid: return "objectId";
      case Kind::array: return "array";
      case Kind::document: return "object";
      case Kind::null: return "null";
      case Kind::date: return "day";
      case Kind::datetime: return "datetime";
      case Kind::time: return "time";
      default: return "string";
    }
  }());
  const std::string absent = may_miss ? " WHEN " + missing(expr) + " THEN 'missing'" : "";
  return "(CASE" + absent + " WHEN " + x + " IS NULL THEN 'null' ELSE " + word + " END)";
}

bool may_raise(const Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const Expr& each) {
    const auto* call = plan::if_is<plan::Call>(each);
    if (!call) return;
    const bool whole = each.type.kind == Kind::int64;
    const bool counts = call->op == Op::add || call->op == Op::subtract || call->op == Op::multiply ||
                        call->op == Op::negate || call->op == Op::abs || call->op == Op::round;
    const bool cast_fails = call->op == Op::cast && cast_may_fail(call->args[0].type, call->target);
    found = found || call->op == Op::divide || (whole && counts) || cast_fails;
  });
  return found;
}

}  // namespace recoupe::result
