#include "plan/infer.hpp"

#include "plan/infer_functions.hpp"
#include "plan/infer_mismatch.hpp"
#include "plan/infer_types.hpp"
#include "plan/ops.hpp"
#include "plan/shape.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

using core::Kind;

/// What may stand at a place inside an expression beside plain values.
struct Allowed {
  bool array = false;         // a path that crosses an array
  bool any = false;           // ANY(a)
  bool period = false;
  bool interval = false;
  bool in_aggregate = false;
};

core::Error misplaced(const Expr& expr, core::Bilingual message, core::Bilingual remedy) {
  return refusal(core::Code::invalid_plan, expr.span, std::move(message), std::move(remedy));
}

core::Error crosses(const Expr& expr) {
  const std::string name = text_of(expr);
  core::Error error = refusal(core::Code::type_mismatch, expr.span,
                              {name + " goes through an array: it is all that it finds, not one value",
                               name + " traverse un tableau : c'est tout ce qui s'y trouve, pas une valeur"});
  error.remedy = {"write ANY(" + name + ") = …, ARRAY_LENGTH(" + name +
                      "), or unfold the array with JOIN UNNEST(…) AS x",
                  "écrivez ANY(" + name + ") = …, ARRAY_LENGTH(" + name +
                      "), ou dépliez le tableau par JOIN UNNEST(…) AS x"};
  return error;
}

class Inference {
 public:
  explicit Inference(const Place& place) : place_(place) {}

  core::Status run(Expr& expr, Allowed allowed) {
    expr.may_be_missing = false;
    return std::visit(Overloaded{
                          [&](Name& name) { return run(expr, name, allowed); },
                          [&](Literal& literal) { return run(expr, literal, allowed); },
                          [&](PeriodLiteral&) { return run_period(expr, allowed); },
                          [&](Call& call) { return run(expr, call, allowed); },
                      },
                      expr.node);
  }

 private:
  core::Status run(Expr& expr, Name& name, Allowed allowed) {
    if (place_.aggregates && !allowed.in_aggregate) {
      const std::string written = text_of(expr);
      return core::fail(misplaced(expr, {written + " stands outside of any aggregate",
                                         written + " est hors de tout agrégat"},
                                  {"put it in GROUP BY, or in SUM, COUNT, MIN…",
                                   "mettez-le dans GROUP BY, ou dans SUM, COUNT, MIN…"}));
    }
    RECOUPE_TRY(slot, find_column(name, expr.span, place_.scope));
    const ScopeColumn& column = place_.scope[static_cast<std::size_t>(slot)];
    if (column.crosses_array && !allowed.array) return core::fail(crosses(expr));
    name.slot = place_.shift + slot;
    expr.type = column.type;
    expr.may_be_missing = column.may_be_missing;
    return {};
  }

  core::Status run(Expr& expr, Literal& literal, Allowed allowed) {
    expr.type = literal.type;
    if (literal.interval.empty() || allowed.interval) return {};
    return core::fail(misplaced(expr, {"an INTERVAL stands alone", "un INTERVAL est seul"},
                                {"add it to a date on its left: x + INTERVAL '30 days'",
                                 "ajoutez-le à une date placée à gauche : x + INTERVAL '30 days'"}));
  }

  core::Status run_period(Expr& expr, Allowed allowed) {
    expr.type = core::Type();
    if (allowed.period) return {};
    return core::fail(misplaced(expr, {"a PERIOD stands alone", "une PERIOD est seule"},
                                {"write x DURING, BEFORE or AFTER PERIOD '…'",
                                 "écrivez x DURING, BEFORE ou AFTER PERIOD '…'"}));
  }

  core::Status run(Expr& expr, Call& call, Allowed allowed) {
    RECOUPE_CHECK(check_place(expr, call, allowed));
    for (std::size_t i = 0; i < call.args.size(); ++i) RECOUPE_CHECK(run(call.args[i], allowed_in(call, i, allowed)));
    RECOUPE_TRY(type, type_of_call(call));
    expr.type = std::move(type);
    return {};
  }

  core::Status check_place(const Expr& expr, const Call& call, Allowed allowed) const {
    const std::string name(name_of(call.op));
    if (auto complaint = complaint_about(call)) {
      return core::fail(misplaced(expr, std::move(complaint->message), std::move(complaint->remedy)));
    }
    if (is_aggregate(call.op) && !place_.aggregates) {
      return core::fail(misplaced(expr, {name + " is an aggregate", name + " est un agrégat"},
                                  {"aggregates stand in AGGREGATE and in COMPARE of CHECK TOTALS; filter groups "
                                   "with WHERE after AGGREGATE",
                                   "les agrégats vont dans AGGREGATE et dans COMPARE de CHECK TOTALS ; filtrez les "
                                   "groupes par WHERE après AGGREGATE"}));
    }
    if (is_aggregate(call.op) && allowed.in_aggregate) {
      return core::fail(misplaced(expr, {name + " stands inside another aggregate",
                                         name + " est dans un autre agrégat"},
                                  {"use two AGGREGATE steps, one after the other",
                                   "faites deux étapes AGGREGATE, l'une après l'autre"}));
    }
    if (call.op == Op::any && !allowed.any) {
      return core::fail(misplaced(expr, {"ANY stands alone", "ANY est seul"},
                                  {"write ANY(a) on the left of a comparison: ANY(a) = 'x'",
                                   "écrivez ANY(a) à gauche d'une comparaison : ANY(a) = 'x'"}));
    }
    return {};
  }

  static Allowed allowed_in(const Call& call, std::size_t operand, Allowed outer) {
    Allowed out;
    out.in_aggregate = outer.in_aggregate || is_aggregate(call.op);
    out.array = call.op == Op::any || call.op == Op::array_length;
    const bool in_period = call.op == Op::during || call.op == Op::before || call.op == Op::after;
    out.any = operand == 0 && (in_period || is_comparison(call.op) || call.op == Op::like || call.op == Op::in ||
                               call.op == Op::between);
    out.period = operand == 1 && in_period;
    out.interval = operand == 1 && (call.op == Op::add || call.op == Op::subtract);
    return out;
  }

  const Place& place_;
};

}  // namespace

core::Status infer(Expr& expr, const Place& place) { return Inference(place).run(expr, {}); }

core::Status infer_condition(Expr& expr, const Place& place, std::string_view what) {
  RECOUPE_CHECK(infer(expr, place));
  if (expr.type.kind == Kind::bool_ || expr.type.kind == Kind::null) return {};
  core::Error error = unfit(expr, what, {"a condition", "une condition"});
  const std::string written = text_of(expr);
  error.remedy = {"compare it: " + written + " = …, or IS NOT NULL",
                  "comparez : " + written + " = …, ou IS NOT NULL"};
  return core::fail(std::move(error));
}

core::Status infer_key(Expr& expr, const Place& place, std::string_view what) {
  RECOUPE_CHECK(infer(expr, place));
  if (is_comparable(expr.type)) return {};
  core::Error error = unfit(expr, what, {"values that compare", "des valeurs comparables"});
  error.remedy = remedy_for(expr, Kind::string);
  return core::fail(std::move(error));
}

core::Result<int> infer_array(Expr& path, const Place& place) {
  Name* name = if_is<Name>(path);
  if (!name) {
    return core::fail(misplaced(path, {"UNNEST takes a path", "UNNEST prend un chemin"},
                                {"write the array's name: UNNEST(lines)",
                                 "écrivez le nom du tableau : UNNEST(lines)"}));
  }
  RECOUPE_TRY(slot, find_column(*name, path.span, place.scope));
  const ScopeColumn& column = place.scope[static_cast<std::size_t>(slot)];
  name->slot = place.shift + slot;
  path.type = column.type;
  path.may_be_missing = column.may_be_missing;
  if (column.type.kind == Kind::array && column.type.element) return slot;
  core::Error error = unfit(path, "UNNEST", {"an array", "un tableau"});
  error.remedy = {"only arrays have elements to unfold", "seuls les tableaux ont des éléments à déplier"};
  return core::fail(std::move(error));
}

core::Status meet(Expr& left, Expr& right, std::string_view what) {
  if (!are_comparable(left.type, right.type)) return core::fail(mismatch(left, right, what));
  if (left.type.kind == Kind::float64) adopt(right, left.type);
  if (right.type.kind == Kind::float64) adopt(left, right.type);
  return {};
}

}  // namespace recoupe::plan
