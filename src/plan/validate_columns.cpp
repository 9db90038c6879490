// The names and columns that steps make.
#include <algorithm>

#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

core::Error taken(std::string_view name, const core::Span& span) {
  const std::string quoted = catalog::text_of({std::string(name)});
  return refusal(core::Code::duplicate_name, span,
                 {"there would be two columns called " + quoted, "il y aurait deux colonnes nommées " + quoted},
                 {"give one of them another name with AS", "donnez un autre nom à l'une d'elles avec AS"});
}

}  // namespace

core::Status name_column(Named& column) {
  if (!column.name.empty()) {
    column.output_name = column.name;
    return {};
  }
  if (const Name* name = if_is<Name>(column.expr)) {
    column.output_name = name->parts.back();
    return {};
  }
  const std::string written = text_of(column.expr);
  return core::fail(refusal(core::Code::invalid_plan, column.expr.span,
                            {written + " needs a name", written + " n'a pas de nom"},
                            {"write " + written + " AS name", "écrivez " + written + " AS nom"}));
}

core::Status MadeColumns::add(const Named& column, std::string_view alias) {
  if (find_shown(shown_, column.output_name) >= 0) return core::fail(taken(column.output_name, column.expr.span));
  ScopeColumn made;
  made.alias = alias;
  made.path = {column.output_name};
  made.type = column.expr.type;
  made.may_be_missing = column.expr.may_be_missing;
  if (const Name* name = if_is<Name>(column.expr)) {
    const int slot = name->slot - shift_;
    const ScopeColumn& source = scope_[static_cast<std::size_t>(slot)];
    made.origin = source.origin;
    made.is_finding = source.is_finding;
    made.from = name->slot;
    for (const int inner : paths_inside(scope_, slot)) {
      ScopeColumn hidden = scope_[static_cast<std::size_t>(inner)];
      hidden.path.erase(hidden.path.begin(), hidden.path.begin() + static_cast<std::ptrdiff_t>(source.path.size()));
      hidden.path.insert(hidden.path.begin(), column.output_name);
      hidden.alias = alias;
      hidden.from = inner + shift_;
      hidden_.push_back(std::move(hidden));
    }
  }
  shown_.push_back(std::move(made));
  return {};
}

Scope MadeColumns::behind(Scope before) const { return joined(joined(std::move(before), shown_), hidden_); }

core::Status refuse_clash(const Scope& left, const Scope& right, const core::Span& span) {
  for (const ScopeColumn& column : right) {
    const bool clashes = !column.hidden && std::ranges::any_of(left, [&](const ScopeColumn& other) {
      return !other.hidden && other.alias == column.alias && other.path == column.path;
    });
    if (!clashes) continue;
    const std::string name = catalog::text_of(column.path);
    if (column.alias.empty()) return core::fail(taken(column.path.back(), span));
    return core::fail(refusal(core::Code::duplicate_name, span,
                              {"both sides are called " + column.alias + " and have a column " + name,
                               "les deux côtés s'appellent " + column.alias + " et ont une colonne " + name},
                              {"give this side another alias with AS", "donnez un autre alias à ce côté avec AS"}));
  }
  return {};
}

core::Status refuse_repeated(const Scope& side, const core::Span& span) {
  for (std::size_t i = 0; i < side.size(); ++i) {
    if (side[i].hidden) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (side[j].hidden || side[j].path != side[i].path || side[j].alias != side[i].alias) continue;
      const std::string name = catalog::text_of(side[i].path);
      return core::fail(refusal(core::Code::duplicate_name, span,
                                {"the side " + side[i].alias + " has two columns called " + name,
                                 "le côté " + side[i].alias + " a deux colonnes nommées " + name},
                                {"end its pipeline with SELECT and rename one with AS",
                                 "terminez son pipeline par SELECT et renommez-en une avec AS"}));
    }
  }
  return {};
}

core::Status refuse_taken(const Scope& scope, std::string_view name, const core::Span& span) {
  if (find_shown(scope, name) < 0) return {};
  return core::fail(taken(name, span));
}

}  // namespace recoupe::plan
