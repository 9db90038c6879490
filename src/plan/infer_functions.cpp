#include "plan/infer_functions.hpp"

#include <algorithm>

#include "plan/infer.hpp"
#include "plan/infer_mismatch.hpp"
#include "plan/infer_types.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;
using core::Result;
using core::Type;

std::unexpected<core::Error> refuse_operand(const Expr& operand, std::string_view what, core::Bilingual wanted,
                                            const Type& remedy) {
  core::Error error = unfit(operand, what, std::move(wanted));
  error.remedy = remedy_for(operand, remedy);
  return core::fail(std::move(error));
}

core::Status want_kind(const Expr& operand, std::string_view what, Kind kind) {
  if (operand.type.kind == kind || operand.type.kind == Kind::null) return {};
  const std::string name = core::name_of(Type(kind));
  return refuse_operand(operand, what, {name, name}, kind);
}

core::Status want_kinds(const Call& call, Kind kind) {
  for (const Expr& arg : call.args) RECOUPE_CHECK(want_kind(arg, name_of(call.op), kind));
  return {};
}

core::Status want_number(const Expr& operand, std::string_view what) {
  if (operand.type.is_number() || operand.type.kind == Kind::null) return {};
  return refuse_operand(operand, what, {"numbers", "des nombres"}, Kind::numeric);
}

core::Status want_day(const Expr& operand, std::string_view what) {
  if (has_day(operand.type) || operand.type.kind == Kind::null) return {};
  return refuse_operand(operand, what, {"DATE, TIMESTAMP or DATETIME", "DATE, TIMESTAMP ou DATETIME"}, Kind::date);
}

/// ANY(a) stands for an element: compared like one.
core::Status meet_all(Call& call) {
  for (std::size_t i = 1; i < call.args.size(); ++i) {
    RECOUPE_CHECK(meet(call.args.front(), call.args[i], name_of(call.op)));
  }
  return {};
}

/// Gives the one type of several values that stand in one place (COALESCE, CASE).
Result<Type> type_of_all(const std::vector<Expr*>& values, std::string_view what) {
  Type common;
  const Expr* widest = values.front();
  for (const Expr* value : values) {
    const auto type = common_type(common, value->type);
    if (!type) return core::fail(mismatch(*widest, *value, what));
    if (!(*type == common)) widest = value;
    common = *type;
  }
  for (Expr* value : values) adopt(*value, common);
  return common;
}

Result<Type> type_of_case(Call& call) {
  std::vector<Expr*> values;
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    const bool is_when = i % 2 == 0 && i + 1 < call.args.size();
    if (is_when) {
      RECOUPE_CHECK(want_kind(call.args[i], "WHEN", Kind::bool_));
    } else {
      values.push_back(&call.args[i]);
    }
  }
  return type_of_all(values, "CASE");
}

Result<Type> type_of_shifted_day(const Call& call, const Literal& interval) {
  const Expr& day = call.args.front();
  RECOUPE_CHECK(want_day(day, name_of(call.op)));
  const auto length = interval_of(interval);
  const bool clock = length && (length->unit == "HOUR" || length->unit == "MINUTE" || length->unit == "SECOND");
  if (day.type.kind == Kind::date && clock) {
    core::Error error = unfit(call.args.back(), "DATE + INTERVAL", {"whole days", "des jours entiers"});
    error.remedy = {"count in days, or CAST the date AS TIMESTAMP",
                    "comptez en jours, ou écrivez CAST(… AS TIMESTAMP)"};
    return core::fail(std::move(error));
  }
  return day.type;
}

Result<Type> type_of_arithmetic(Call& call) {
  const Literal* interval = if_is<Literal>(call.args.back());
  if (interval && !interval->interval.empty()) return type_of_shifted_day(call, *interval);
  const Expr& left = call.args.front();
  const Expr& right = call.args.back();
  if (has_day(left.type) && has_day(right.type)) {
    core::Error error = mismatch(left, right, name_of(call.op));
    error.remedy = {"use DATE_DIFF(a, b, DAY) or TIMESTAMP_DIFF(a, b, HOUR); add a duration with INTERVAL '30 days'",
                    "utilisez DATE_DIFF(a, b, DAY) ou TIMESTAMP_DIFF(a, b, HOUR) ; ajoutez une durée par INTERVAL "
                    "'30 days'"};
    return core::fail(std::move(error));
  }
  for (const Expr& arg : call.args) {
    if (auto number = want_number(arg, name_of(call.op)); !number) {
      core::Error error = std::move(number).error();
      if (has_day(left.type)) {
        error.remedy = {"add a duration: INTERVAL '30 days'", "ajoutez une durée : INTERVAL '30 days'"};
      }
      return core::fail(std::move(error));
    }
  }
  const Type common = *common_type(left.type, right.type);
  for (Expr& arg : call.args) adopt(arg, common);
  return call.op == Op::divide && common.kind == Kind::int64 ? Type(Kind::numeric) : common;
}

Result<Type> type_of_cast(const Call& call) {
  const Expr& operand = call.args.front();
  if (can_cast(operand.type, call.target)) return call.target;
  const std::string target = core::name_of(call.target);
  core::Error error = unfit(operand, std::string(name_of(call.op)) + " AS " + target,
                            {"types that can become " + target, "des types qui peuvent devenir " + target});
  if (operand.type.kind == Kind::array || operand.type.kind == Kind::document) {
    error.remedy = remedy_for(operand, call.target);
  } else if (can_cast(operand.type, Kind::string) && can_cast(Kind::string, call.target)) {
    error.remedy = {"go through text: CAST(CAST(… AS STRING) AS " + target + ")",
                    "passez par le texte : CAST(CAST(… AS STRING) AS " + target + ")"};
  } else {
    error.remedy = {"values are cast to BOOL, numbers, STRING, dates and times, BYTES, UUID or OBJECTID",
                    "on convertit vers BOOL, nombres, STRING, dates et heures, BYTES, UUID ou OBJECTID"};
  }
  return core::fail(std::move(error));
}

Result<Type> type_of_extract(const Call& call) {
  const Expr& operand = call.args.front();
  const bool clock = call.unit == "HOUR" || call.unit == "MINUTE" || call.unit == "SECOND";
  if (clock && operand.type.kind == Kind::time) return Type(Kind::int64);
  if (clock && operand.type.kind == Kind::date) {
    core::Error error = unfit(operand, "EXTRACT(" + call.unit + ")",
                              {"TIMESTAMP, DATETIME or TIME", "TIMESTAMP, DATETIME ou TIME"});
    error.remedy = {"a day has no hours", "un jour n'a pas d'heure"};
    return core::fail(std::move(error));
  }
  RECOUPE_CHECK(want_day(operand, "EXTRACT"));
  return Type(Kind::int64);
}

Result<Type> type_of_difference(const Call& call) {
  for (const Expr& arg : call.args) {
    if (arg.type.kind == Kind::null) continue;
    if (call.op == Op::date_diff) {
      RECOUPE_CHECK(want_kind(arg, "DATE_DIFF", Kind::date));
    } else if (arg.type.kind != Kind::timestamp && arg.type.kind != Kind::datetime) {
      return refuse_operand(arg, "TIMESTAMP_DIFF", {"TIMESTAMP or DATETIME", "TIMESTAMP ou DATETIME"}, Kind::timestamp);
    }
  }
  if (!are_comparable(call.args[0].type, call.args[1].type)) {
    return core::fail(mismatch(call.args[0], call.args[1], name_of(call.op)));
  }
  return Type(Kind::int64);
}

Result<Type> type_of_element(const Call& call) {
  const Expr& array = call.args.front();
  if (array.type.kind == Kind::array && array.type.element) {
    return call.op == Op::any ? *array.type.element : Type(Kind::int64);
  }
  core::Error error = unfit(array, name_of(call.op), {"an array", "un tableau"});
  error.remedy = {"write the name alone: it is one value", "écrivez le nom seul : c'est une seule valeur"};
  return core::fail(std::move(error));
}

Result<Type> type_of_aggregate(const Call& call) {
  if (call.op == Op::count_all || call.op == Op::count) return Type(Kind::int64);
  const Expr& operand = call.args.front();
  const std::string_view name = name_of(call.op);
  if (call.op == Op::sum || call.op == Op::avg) {
    RECOUPE_CHECK(want_number(operand, name));
    if (call.op == Op::avg && operand.type.kind != Kind::float64) return Type(Kind::numeric);
    return operand.type;
  }
  if (!is_comparable(operand.type)) {
    return refuse_operand(operand, name, {"values that compare", "des valeurs comparables"}, Kind::string);
  }
  return call.op == Op::count_distinct ? Type(Kind::int64) : operand.type;
}

}  // namespace

void adopt(Expr& expr, const Type& type) {
  if (!type.is_number() || !expr.type.is_number()) return;
  if (if_is<Literal>(expr)) {
    expr.type = type;
  } else if (if_call(expr, Op::negate) && if_is<Literal>(if_is<Call>(expr)->args.front())) {
    adopt(if_is<Call>(expr)->args.front(), type);
    expr.type = type;
  }
}

Result<Type> type_of_call(Call& call) {
  if (is_aggregate(call.op)) return type_of_aggregate(call);
  const std::string_view name = name_of(call.op);
  switch (call.op) {
    case Op::equal: case Op::not_equal: case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal:
    case Op::in: case Op::between:
      RECOUPE_CHECK(meet_all(call));
      return Type(Kind::bool_);
    case Op::and_: case Op::or_: case Op::not_: case Op::is_true: case Op::is_false:
      RECOUPE_CHECK(want_kinds(call, Kind::bool_));
      return Type(Kind::bool_);
    case Op::like:
      RECOUPE_CHECK(want_kinds(call, Kind::string));
      return Type(Kind::bool_);
    case Op::is_null: case Op::is_missing: return Type(Kind::bool_);
    case Op::during: case Op::before: case Op::after:
      RECOUPE_CHECK(want_day(call.args.front(), name));
      return Type(Kind::bool_);
    case Op::add: case Op::subtract: case Op::multiply: case Op::divide: return type_of_arithmetic(call);
    case Op::negate: case Op::abs:
      RECOUPE_CHECK(want_number(call.args.front(), name));
      return call.args.front().type;
    case Op::round:
      RECOUPE_CHECK(want_number(call.args.front(), name));
      if (call.args.size() > 1) RECOUPE_CHECK(want_kind(call.args[1], name, Kind::int64));
      return call.args.front().type;
    case Op::length:
      RECOUPE_CHECK(want_kinds(call, Kind::string));
      return Type(Kind::int64);
    case Op::concat: case Op::lower: case Op::upper: case Op::unaccent: case Op::trim:
      RECOUPE_CHECK(want_kinds(call, Kind::string));
      return Type(Kind::string);
    case Op::substr:
      RECOUPE_CHECK(want_kind(call.args.front(), name, Kind::string));
      for (std::size_t i = 1; i < call.args.size(); ++i) RECOUPE_CHECK(want_kind(call.args[i], name, Kind::int64));
      return Type(Kind::string);
    case Op::coalesce: {
      std::vector<Expr*> values;
      for (Expr& arg : call.args) values.push_back(&arg);
      return type_of_all(values, name);
    }
    case Op::case_: return type_of_case(call);
    case Op::nullif:
      RECOUPE_CHECK(meet_all(call));
      return call.args.front().type;
    case Op::cast: case Op::try_cast: return type_of_cast(call);
    case Op::type_of: return Type(Kind::string);
    case Op::date: case Op::date_trunc:
      RECOUPE_CHECK(want_day(call.args.front(), name));
      return Type(Kind::date);
    case Op::extract: return type_of_extract(call);
    case Op::date_diff: case Op::timestamp_diff: return type_of_difference(call);
    case Op::current_date: return Type(Kind::date);
    case Op::any: case Op::array_length: return type_of_element(call);
    default: return Type();  // aggregates, answered above
  }
}

}  // namespace recoupe::plan
