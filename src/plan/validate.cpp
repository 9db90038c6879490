#include "plan/checks/check_rules.hpp"
#include "plan/infer.hpp"
#include "plan/infer_types.hpp"
#include "plan/plan.hpp"
#include "plan/scope_nearest.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"
#include "plan/validate_steps.hpp"
#include "plan/validate_unknown.hpp"

namespace recoupe::plan {
namespace {

core::Error invalid(const core::Span& span, core::Bilingual message, core::Bilingual remedy) {
  return refusal(core::Code::invalid_plan, span, std::move(message), std::move(remedy));
}

/// Tells whether rows have an order behind a step.
struct KeepsOrder {
  bool before;
  bool operator()(const OrderBy&) const { return true; }
  bool operator()(const From&) const { return false; }
  bool operator()(const Aggregate&) const { return false; }
  bool operator()(const Join&) const { return false; }
  bool operator()(const Unnest&) const { return false; }
  bool operator()(const UnionAll&) const { return false; }
  bool operator()(const Check& check) const {
    return before && !if_is<Match>(check) && !if_is<Totals>(check) && !if_is<Sequence>(check);
  }
  template <class T>
  bool operator()(const T&) const { return before; }
};

/// Validates one step after another over the columns that the step before puts out.
class StepRules {
 public:
  StepRules(const catalog::Catalog& catalog, const Scope& input, bool first, bool ordered, const core::Span& span)
      : catalog_(catalog), input_(input), first_(first), ordered_(ordered), span_(span) {}

  core::Result<Scope> operator()(From& from) const {
    if (!first_) {
      return core::fail(invalid(span_, {"FROM stands first", "FROM est en premier"},
                                {"read a second side with JOIN or CHECK", "lisez un second côté par JOIN ou CHECK"}));
    }
    RECOUPE_TRY(columns, scope_of(from.side, catalog_));
    RECOUPE_CHECK(refuse_repeated(columns, span_));
    return columns;
  }

  core::Result<Scope> operator()(Where& where) const {
    RECOUPE_CHECK(infer_condition(where.condition, {input_}, "WHERE"));
    return passed_on(input_);
  }

  core::Result<Scope> operator()(Extend& extend) const {
    MadeColumns made(input_, 0);
    for (Named& column : extend.columns) {
      RECOUPE_CHECK(infer(column.expr, {input_}));
      RECOUPE_CHECK(name_column(column));
      RECOUPE_CHECK(refuse_taken(input_, column.output_name, column.expr.span));
      RECOUPE_CHECK(made.add(column));
    }
    return made.behind(passed_on(input_));
  }

  core::Result<Scope> operator()(Select& select) const {
    MadeColumns made(input_, 0);
    for (Named& column : select.columns) {
      RECOUPE_CHECK(infer(column.expr, {input_}));
      RECOUPE_CHECK(name_column(column));
      RECOUPE_CHECK(made.add(column));
    }
    return made.behind({});
  }

  core::Result<Scope> operator()(Aggregate& aggregate) const {
    MadeColumns made(input_, 0);
    for (Named& key : aggregate.groups) {
      RECOUPE_CHECK(infer_key(key.expr, {input_}, "GROUP BY"));
      RECOUPE_CHECK(name_column(key));
      RECOUPE_CHECK(made.add(key));
    }
    for (Named& column : aggregate.aggregates) {
      RECOUPE_CHECK(infer_aggregate(column.expr, {input_}, "AGGREGATE"));
      RECOUPE_CHECK(name_column(column));
      RECOUPE_CHECK(made.add(column));
    }
    return reading_missing_as_null(made.behind({}));
  }

  core::Result<Scope> operator()(OrderBy& order) const {
    for (OrderKey& key : order.keys) RECOUPE_CHECK(infer_key(key.expr, {input_}, "ORDER BY"));
    return passed_on(input_);
  }

  core::Result<Scope> operator()(Limit& limit) const {
    if (!ordered_) {
      return core::fail(invalid(span_, {"LIMIT without ORDER BY would keep any rows",
                                        "LIMIT sans ORDER BY garderait des lignes quelconques"},
                                {"put ORDER BY … right before LIMIT", "mettez ORDER BY … juste avant LIMIT"}));
    }
    if (limit.count < 0) {
      return core::fail(invalid(span_, {"LIMIT can't be negative", "LIMIT ne peut être négatif"},
                                {"write a whole number", "écrivez un nombre entier"}));
    }
    for (Expr& key : limit.per) RECOUPE_CHECK(infer_key(key, {input_}, "PER"));
    return passed_on(input_);
  }

  core::Result<Scope> operator()(Distinct&) const { return reading_missing_as_null(passed_on(input_)); }

  core::Result<Scope> operator()(Join& join) const {
    RECOUPE_TRY(right, scope_of(join.side, catalog_));
    RECOUPE_CHECK(refuse_repeated(right, span_));
    RECOUPE_CHECK(refuse_clash(input_, right, span_));
    const Scope both = joined(input_, right);
    RECOUPE_CHECK(infer_condition(join.on, {both}, "ON"));
    return passed_on(both);
  }

  core::Result<Scope> operator()(Unnest& unnest) const {
    RECOUPE_TRY(slot, infer_array(unnest.path, {input_}));
    RECOUPE_CHECK(refuse_taken(input_, unnest.alias, unnest.path.span));
    return joined(passed_on(input_), element_columns(input_, slot, unnest.alias));
  }

  core::Result<Scope> operator()(UnionAll& side) const {
    RECOUPE_TRY(right, scope_of(side.side, catalog_));
    return union_of(right);
  }

  core::Result<Scope> operator()(Check& check) const {
    Scope right;
    if (Side* side = std::visit([](auto& each) { return parts::side(each); }, check.check)) {
      RECOUPE_TRY(columns, scope_of(*side, catalog_));
      right = std::move(columns);
    }
    RECOUPE_TRY(output, std::visit([&](auto& rule) { return columns_of(rule, {input_, right, span_}); }, check.check));
    return with_finding(std::move(output), check.name, span_);
  }

 private:
  /// Groups hold null and missing together: what they put out can't tell them apart.
  static Scope reading_missing_as_null(Scope scope) {
    for (ScopeColumn& column : scope) column.may_be_missing = false;
    return scope;
  }

  static Scope element_columns(const Scope& input, int array, const std::string& alias) {
    const ScopeColumn& outer = input[static_cast<std::size_t>(array)];
    Scope out;
    ScopeColumn element;
    element.path = {alias};
    element.type = *outer.type.element;
    out.push_back(std::move(element));
    for (const int inner : paths_inside(input, array)) {
      const ScopeColumn& source = input[static_cast<std::size_t>(inner)];
      ScopeColumn column;
      column.path.assign(source.path.begin() + static_cast<std::ptrdiff_t>(outer.path.size()), source.path.end());
      column.path.insert(column.path.begin(), alias);
      column.crosses_array = crosses_again(input, array, source);
      const core::Type* inside = source.type.element.get();
      const bool flattened = column.crosses_array && inside && inside->kind != core::Kind::array;
      column.type = flattened || !inside ? source.type : *inside;
      column.may_be_missing = true;
      column.hidden = true;
      out.push_back(std::move(column));
    }
    return out;
  }

  /// Tells whether the path goes through a second array between the unfolded one and its end.
  static bool crosses_again(const Scope& input, int array, const ScopeColumn& column) {
    for (const int inner : paths_inside(input, array)) {
      const ScopeColumn& between = input[static_cast<std::size_t>(inner)];
      const bool above = between.path.size() < column.path.size() &&
                         std::equal(between.path.begin(), between.path.end(), column.path.begin());
      if (above && between.type.element && between.type.element->kind == core::Kind::array) return true;
    }
    return false;
  }

  core::Result<Scope> union_of(const Scope& right) const {
    Scope left = passed_on(input_);
    std::erase_if(left, [](const ScopeColumn& column) { return column.hidden; });
    Scope other = right;
    std::erase_if(other, [](const ScopeColumn& column) { return column.hidden; });
    bool same = left.size() == other.size();
    for (std::size_t i = 0; same && i < left.size(); ++i) {
      same = left[i].path == other[i].path &&
             (left[i].type == other[i].type || left[i].type.kind == core::Kind::null ||
              other[i].type.kind == core::Kind::null);
    }
    if (!same) {
      return core::fail(refusal(core::Code::type_mismatch, span_,
                                {"UNION ALL needs the same column names and types: " + described(left) +
                                     " against " + described(other),
                                 "UNION ALL demande les mêmes noms et types de colonnes : " + described(left) +
                                     " contre " + described(other)},
                                {"end both sides with the same SELECT", "terminez les deux côtés par le même SELECT"}));
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i].alias != other[i].alias) left[i].alias.clear();
      if (left[i].type.kind == core::Kind::null) left[i].type = other[i].type;
      left[i].may_be_missing = left[i].may_be_missing || other[i].may_be_missing;
      left[i].origin.reset();
      left[i].is_finding = left[i].is_finding && other[i].is_finding;
    }
    return left;
  }

  static std::string described(const Scope& scope) {
    std::vector<std::string> columns;
    for (const ScopeColumn& column : scope) {
      columns.push_back(catalog::text_of(column.path) + " " + core::name_of(column.type));
    }
    return listed(columns);
  }

  const catalog::Catalog& catalog_;
  const Scope& input_;
  bool first_;
  bool ordered_;
  const core::Span& span_;
};

}  // namespace

core::Status validate_pipeline(Pipeline& pipeline, const catalog::Catalog& catalog) {
  if (pipeline.steps.empty() || !if_is<From>(pipeline.steps.front())) {
    const core::Span span = pipeline.steps.empty() ? core::Span() : pipeline.steps.front().span;
    return core::fail(invalid(span, {"a pipeline begins with FROM", "un pipeline commence par FROM"},
                              {"write FROM server.table first", "écrivez d'abord FROM serveur.table"}));
  }
  const Scope nothing;
  bool ordered = false;
  for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
    Step& step = pipeline.steps[i];
    const StepRules rules(catalog, i > 0 ? pipeline.steps[i - 1].output : nothing, i == 0, ordered, step.span);
    auto output = std::visit(rules, step.step);
    if (!output) return core::fail(with_unselected(std::move(output).error(), pipeline, i, catalog));
    step.output = *std::move(output);
    ordered = std::visit(KeepsOrder{ordered}, step.step);
  }
  return {};
}

core::Result<Plan> validate(Plan plan, const catalog::Catalog& catalog) {
  if (auto valid = validate_pipeline(plan.pipeline, catalog); !valid) {
    return core::fail(with_sentence(std::move(valid).error()));
  }
  return plan;
}

}  // namespace recoupe::plan
