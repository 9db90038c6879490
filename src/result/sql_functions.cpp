// Arithmetic, text, dates and aggregates of expressions.
#include <algorithm>

#include "physical/fetch.hpp"
#include "plan/infer_types.hpp"
#include "plan/literals.hpp"
#include "plan/traverse.hpp"
#include "result/duckdb_api.hpp"
#include "result/sql_expression.hpp"
#include "result/sql_text.hpp"

namespace recoupe::result {

using core::Kind;
using core::Type;
using plan::Expr;
using plan::Op;

namespace {

constexpr std::int64_t second_micros = 1'000'000;

std::int64_t micros_of_unit(std::string_view unit) {
  if (unit == "SECOND") return second_micros;
  if (unit == "MINUTE") return 60 * second_micros;
  if (unit == "HOUR") return 3'600 * second_micros;
  if (unit == "DAY") return 86'400 * second_micros;
  return 0;
}

std::int64_t months_of_unit(std::string_view unit) {
  if (unit == "MONTH") return 1;
  if (unit == "QUARTER") return 3;
  if (unit == "YEAR") return 12;
  return 0;
}

std::string whole(std::int64_t number) { return literal(core::Value(number), Kind::int64); }

}  // namespace

// Only the sides that the operation reads: the other one may not be there where it is worked out.
std::string SqlExpression::row_words(const plan::Call& call) const {
  if (grouped_) return joined(group_words_, "") + "'COUNT(*)=' || CAST(count(*) AS VARCHAR)";
  std::vector<int> read;
  for (const Expr& arg : call.args) {
    plan::for_each_below(arg, [&](const Expr& below) {
      if (const auto* name = plan::if_is<plan::Name>(below)) read.push_back(name->slot);
    });
  }
  std::vector<std::string> parts;
  int slot = 0;
  for (const Visible& seen : visible_) {
    const int end = slot + static_cast<int>(seen.scope->size());
    const bool here = visible_.size() == 1 || std::ranges::any_of(read, [&](int each) { return each >= slot && each < end; });
    for (const plan::ScopeColumn& each : *seen.scope) {
      const Kind kind = each.type.kind;
      if (here && physical::names_rows(each) && parts.size() < physical::row_columns_named_max) {
        const std::string text = kind == Kind::null ? null_of(Kind::string) : try_cast(column(slot), each.type, Kind::string);
        parts.push_back(sql_quoted(catalog::text_of(each.path) + "=") + " || coalesce(" + text + ", 'NULL')");
      }
      ++slot;
    }
  }
  return parts.empty() ? "'?'" : "(" + joined(parts, " || ', ' || ") + ")";
}

std::string SqlExpression::arithmetic(const Expr& expr, const plan::Call& call) const {
  const auto* interval = plan::if_is<plan::Literal>(call.args.back());
  if (interval && !interval->interval.empty()) return shifted_day(call.args[0], *interval, call.op == Op::subtract);
  const Type& type = expr.type;
  const bool numeric = type.kind == Kind::numeric;
  if (type.kind == Kind::null) return null_of(type);
  if (type.kind == Kind::int64) return whole_arithmetic(call);
  const std::string a = as(call.args[0], type);
  if (call.op == Op::abs) return numeric ? "rc_abs(" + a + ")" : "abs(" + a + ")";
  if (call.op == Op::negate) return numeric ? "rc_negate(" + a + ")" : "(-" + a + ")";
  const std::string b = as(call.args[1], type);
  switch (call.op) {
    case Op::add: return numeric ? "rc_add(" + a + ", " + b + ")" : "(" + a + " + " + b + ")";
    case Op::subtract: return numeric ? "rc_subtract(" + a + ", " + b + ")" : "(" + a + " - " + b + ")";
    case Op::multiply: return numeric ? "rc_multiply(" + a + ", " + b + ")" : "(" + a + " * " + b + ")";
    default: break;
  }
  const std::string quotient = numeric ? "rc_divide(" + a + ", " + b + ")" : "(" + a + " / " + b + ")";
  const std::string zero = numeric ? "(rc_key(" + b + ") = rc_key('0'))" : "(" + b + " = 0)";
  const std::string words = sql_quoted(std::string(raised_prefix) + "division_by_zero|") + " || " + row_words(call);
  return "(CASE WHEN " + a + " IS NOT NULL AND " + zero + " THEN error(" + words + ") ELSE " + quotient + " END)";
}

std::string SqlExpression::whole_arithmetic(const plan::Call& call) const {
  const std::string a = as(call.args[0], Kind::int64);
  const std::string words = row_words(call) + ")";
  if (call.op == Op::abs) return "rc_whole(ltrim(CAST(" + a + " AS VARCHAR), '-'), " + words;
  if (call.op == Op::negate) return "rc_whole_subtract(" + whole(0) + ", " + a + ", " + words;
  const char* name = call.op == Op::add ? "rc_whole_add(" : call.op == Op::subtract ? "rc_whole_subtract(" : "rc_whole_multiply(";
  return name + a + ", " + as(call.args[1], Kind::int64) + ", " + words;
}

// Hours and less are lengths; days and more move the calendar in the plan's zone.
std::string SqlExpression::shifted_day(const Expr& day, const plan::Literal& interval, bool back) const {
  const auto length = plan::interval_of(interval);
  const std::int64_t count = back ? -length->count : length->count;
  std::string_view unit = length->unit;
  std::int64_t factor = 1;
  if (unit == "WEEK") {
    unit = "DAY";
    factor = 7;
  }
  const std::string x = value(day);
  if (const std::int64_t months = months_of_unit(unit)) {
    const std::string shift = whole(count * months);
    if (day.type.kind == Kind::date) return "rc_add_months_day(" + x + ", " + shift + ")";
    if (day.type.kind == Kind::datetime) return "rc_add_months(" + x + ", " + shift + ")";
    return "rc_instant(rc_add_months(rc_local(" + x + "), " + shift + "))";
  }
  if (day.type.kind == Kind::date) return "(" + x + " + " + whole(count * factor) + ")";
  const std::string shift = whole(count * factor * micros_of_unit(unit));
  if (day.type.kind == Kind::datetime || unit != "DAY") return "(" + x + " + " + shift + ")";
  return "rc_instant(rc_local(" + x + ") + " + shift + ")";
}

std::string SqlExpression::rounded(const Expr& expr, const plan::Call& call) const {
  const std::string digits = call.args.size() > 1 ? as(call.args[1], Kind::int64) : whole(0);
  const std::string x = value(call.args[0]);
  if (expr.type.kind == Kind::float64) return "rc_round_float(" + x + ", " + digits + ")";
  if (expr.type.kind == Kind::numeric) return "rc_round(" + x + ", " + digits + ")";
  if (expr.type.kind == Kind::int64) return "rc_whole(rc_round(CAST(" + x + " AS VARCHAR), " + digits + "), " + row_words(call) + ")";
  return null_of(expr.type);
}

std::string SqlExpression::text_function(const plan::Call& call) const {
  const std::string x = as(call.args[0], Kind::string);
  switch (call.op) {
    case Op::length: return "rc_length(" + x + ")";
    case Op::lower: return "rc_lower(" + x + ")";
    case Op::upper: return "rc_upper(" + x + ")";
    case Op::unaccent: return "rc_unaccent(" + x + ")";
    case Op::trim: return "rc_trim(" + x + ")";
    case Op::substr: {
      constexpr std::int64_t to_the_end = INT32_MAX;
      const std::string count = call.args.size() > 2 ? as(call.args[2], Kind::int64) : whole(to_the_end);
      return "rc_substr(" + x + ", " + as(call.args[1], Kind::int64) + ", " + count + ")";
    }
    default: break;
  }
  std::vector<std::string> parts;
  for (const Expr& arg : call.args) parts.push_back(as(arg, Kind::string));
  return "(" + joined(parts, " || ") + ")";
}

std::string SqlExpression::day_of(const Expr& expr) const {
  const std::string x = value(expr);
  if (expr.type.kind == Kind::timestamp) return "rc_day_of(" + x + ")";
  if (expr.type.kind == Kind::datetime) return "rc_day_of_local(" + x + ")";
  return converted(x, expr.type, Kind::date);
}

std::string SqlExpression::time_function(const plan::Call& call) const {
  if (call.op == Op::current_date) return literal(core::Value(bound_.zone.day_of(bound_.now)), Kind::date);
  const Expr& x = call.args[0];
  const std::string unit = sql_quoted(call.unit);
  if (call.op == Op::date) return day_of(x);
  if (call.op == Op::date_trunc) return "rc_trunc(" + unit + ", " + day_of(x) + ")";
  if (call.op == Op::date_diff) {
    return "rc_date_diff(" + unit + ", " + as(x, Kind::date) + ", " + as(call.args[1], Kind::date) + ")";
  }
  if (call.op == Op::timestamp_diff) {
    return "((" + as(x, Kind::timestamp) + " - " + as(call.args[1], Kind::timestamp) + ") // " +
           whole(micros_of_unit(call.unit)) + ")";
  }
  std::string local = converted(value(x), x.type, Kind::datetime);
  if (x.type.kind == Kind::timestamp) local = "rc_local(" + value(x) + ")";
  if (x.type.kind == Kind::date) local = "(" + value(x) + " * " + whole(micros_of_unit("DAY")) + ")";
  return "rc_part(" + unit + ", " + local + ")";
}

std::string SqlExpression::aggregate(const Expr& expr, const plan::Call& call) const {
  if (call.op == Op::count_all) return "count(*)";
  const bool was_grouped = grouped_;
  grouped_ = false;  // below an aggregate there is a row again
  const Expr& operand = call.args[0];
  const std::string x = value(operand);
  const std::string k = key(operand);
  grouped_ = was_grouped;
  const Kind kind = operand.type.kind;
  switch (call.op) {
    case Op::count: return "count(" + x + ")";
    case Op::count_distinct: return "count(DISTINCT " + k + ")";
    case Op::min: return extreme("min", x, operand.type);
    case Op::max: return extreme("max", x, operand.type);
    case Op::sum:
      if (kind == Kind::int64) return "rc_whole(CAST(sum(" + x + ") AS VARCHAR), " + row_words(call) + ")";
      if (kind == Kind::numeric) return "rc_sum(" + x + ")";
      if (kind == Kind::float64) return "rc_sum_float(" + x + ")";
      break;
    case Op::avg:
      if (kind == Kind::int64) return "rc_average(CAST(sum(" + x + ") AS VARCHAR), CAST(count(" + x + ") AS VARCHAR))";
      if (kind == Kind::numeric) return "rc_average(rc_sum(" + x + "), CAST(count(" + x + ") AS VARCHAR))";
      if (kind == Kind::float64) return "rc_avg_float(" + x + ")";
      break;
    default: break;
  }
  return "any_value(" + null_of(expr.type) + ")";
}

}  // namespace recoupe::result
