// The column `finding`, and what several checks ask for in the same way.
#include "plan/checks/check_rules.hpp"
#include "plan/checks/keys.hpp"
#include "plan/ops.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

constexpr std::string_view default_name = "finding";

std::string free_name(const Scope& columns) {
  for (int i = 1;; ++i) {
    std::string name = std::string(default_name) + "_" + std::to_string(i);
    if (find_shown(columns, name) < 0) return name;
  }
}

}  // namespace

ScopeColumn made_column(std::string name, core::Type type) {
  ScopeColumn column;
  column.path = {std::move(name)};
  column.type = std::move(type);
  return column;
}

ScopeColumn differences_column() {
  return made_column("differences", core::Type::array_of(core::Kind::document));
}

core::Result<Scope> with_finding(Scope columns, const std::string& name, const core::Span& span) {
  if (name.empty()) {
    for (int slot = find_shown(columns, default_name); slot >= 0; slot = find_shown(columns, default_name)) {
      if (!columns[static_cast<std::size_t>(slot)].is_finding) {
        return core::fail(refusal(core::Code::duplicate_name, span,
                                  {"a column is already called finding", "une colonne s'appelle déjà finding"},
                                  {"rename it first with SELECT finding AS …, or name the check: CHECK … AS name",
                                   "renommez-la d'abord par SELECT finding AS …, ou nommez le contrôle : "
                                   "CHECK … AS nom"}));
      }
      columns[static_cast<std::size_t>(slot)].path = {free_name(columns)};
    }
  } else {
    RECOUPE_CHECK(refuse_taken(columns, name, span));
  }
  ScopeColumn finding = made_column(name.empty() ? std::string(default_name) : name, core::Kind::string);
  finding.is_finding = true;
  columns.push_back(std::move(finding));
  return columns;
}

core::Status infer_on(Expr& on, const Sides& sides, std::string_view what) {
  const Scope both = joined(sides.left, sides.right);
  RECOUPE_CHECK(infer_condition(on, {both}, "ON"));
  if (!key_pairs_of(on, sides.left.size()).empty()) return {};
  const std::string check(what);
  return core::fail(refusal(core::Code::invalid_plan, on.span,
                            {check + " needs an equality between the two sides in ON",
                             check + " demande dans ON une égalité entre les deux côtés"},
                            {"write ON left.key = right.key, further conditions behind AND",
                             "écrivez ON gauche.clé = droite.clé, les autres conditions derrière AND"}));
}

core::Status infer_aggregate(Expr& expr, Place place, std::string_view what) {
  place.aggregates = true;
  RECOUPE_CHECK(infer(expr, place));
  bool found = false;
  for_each_below(expr, [&](const Expr& each) {
    const Call* call = if_is<Call>(each);
    found = found || (call && is_aggregate(call->op));
  });
  if (found) return {};
  const std::string written = text_of(expr);
  const std::string step(what);
  return core::fail(refusal(core::Code::invalid_plan, expr.span,
                            {step + " takes aggregates; " + written + " is none",
                             step + " prend des agrégats ; " + written + " n'en est pas un"},
                            {"write COUNT, SUM, AVG, MIN or MAX of it", "écrivez-en COUNT, SUM, AVG, MIN ou MAX"}));
}

core::Status infer_pair(Pair& pair, const Sides& sides, bool aggregates, std::string_view what) {
  const Place left{sides.left};
  const Place right{sides.right, static_cast<int>(sides.left.size())};
  const auto infer_in = [&](Expr& expr, const Place& place, const Scope& other) -> core::Status {
    auto inferred = aggregates ? infer_aggregate(expr, place, what) : infer(expr, place);
    if (inferred || inferred.error().code != core::Code::unknown_name) return inferred;
    Expr elsewhere = expr;
    if (aggregates ? !infer_aggregate(elsewhere, {other}, what) : !infer(elsewhere, {other})) return inferred;
    core::Error error = std::move(inferred).error();
    const std::string written = text_of(expr);
    error.candidates.clear();
    error.remedy = {"left of = in BY and COMPARE stands the left side, right of it the other: " + written +
                        " is on the wrong side",
                    "dans BY et COMPARE, le côté gauche est à gauche de =, l'autre à droite : " + written +
                        " est du mauvais côté"};
    return core::fail(std::move(error));
  };
  RECOUPE_CHECK(infer_in(pair.left, left, sides.right));
  RECOUPE_CHECK(infer_in(pair.right, right, sides.left));
  RECOUPE_CHECK(meet(pair.left, pair.right, what));
  if (pair.tolerance.decimal.empty() || (pair.left.type.is_number() && pair.right.type.is_number())) return {};
  const std::string compared = text_of(pair.left) + " (" + core::name_of(pair.left.type) + ")";
  return core::fail(refusal(core::Code::type_mismatch, pair.left.span,
                            {"TOLERANCE is for numbers; " + compared, "TOLERANCE vaut pour des nombres ; " + compared},
                            {"leave TOLERANCE out, or compare numbers", "retirez TOLERANCE, ou comparez des nombres"}));
}

}  // namespace recoupe::plan
