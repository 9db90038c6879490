#include "plan/scope.hpp"

#include <algorithm>
#include <functional>
#include <ranges>

#include "plan/scope_nearest.hpp"
#include "plan/validate_refusal.hpp"

namespace recoupe::plan {
namespace {

bool starts_with(const catalog::FieldPath& path, const catalog::FieldPath& start) {
  return path.size() >= start.size() && std::equal(start.begin(), start.end(), path.begin());
}

bool is_inside(const catalog::Table& table, const catalog::FieldPath& path) {
  return path.size() > 1 && std::ranges::any_of(table.fields, [&](const catalog::Field& field) {
    return field.path.size() < path.size() && starts_with(path, field.path);
  });
}

/// Tells whether `parts`, less the first when that is the alias, are the column's path.
bool means(const std::vector<std::string>& parts, const ScopeColumn& column) {
  if (column.path == parts) return true;
  return parts.size() > 1 && !column.alias.empty() && column.alias == parts.front() &&
         std::ranges::equal(column.path, parts | std::views::drop(1));
}

std::string full_name(const ScopeColumn& column) {
  catalog::FieldPath path = column.path;
  if (!column.alias.empty()) path.insert(path.begin(), column.alias);
  return catalog::text_of(path);
}

/// Gives the longest part of the name that is a document, and the paths in it.
std::pair<std::string, std::vector<std::string>> names_inside(const Name& name, const Scope& scope) {
  for (std::size_t length = name.parts.size() - 1; length > 0; --length) {
    const std::vector<std::string> above(name.parts.begin(), name.parts.begin() + static_cast<std::ptrdiff_t>(length));
    for (const ScopeColumn& document : scope) {
      if (!means(above, document)) continue;
      std::vector<std::string> inside;
      for (const ScopeColumn& column : scope) {
        const bool below = column.alias == document.alias && column.path.size() == document.path.size() + 1 &&
                           std::ranges::equal(document.path, column.path | std::views::take(document.path.size()));
        if (below) inside.push_back(text_of(column, scope));
      }
      return {catalog::text_of(above), std::move(inside)};
    }
  }
  return {};
}

core::Error unknown(const Name& name, const core::Span& span, const Scope& scope) {
  const std::string written = catalog::text_of(name.parts);
  core::Error error = refusal(core::Code::unknown_name, span, {"there is no column " + written + " here",
                                                              "il n'y a pas de colonne " + written + " ici"});
  error.candidates = nearest_columns(name, scope);
  const bool aliased = name.parts.size() > 1 && std::ranges::any_of(scope, [](const ScopeColumn& column) {
    return !column.alias.empty();
  });
  const std::string list = listed(error.candidates);
  if (!list.empty()) {
    error.remedy = {"did you mean " + list + "?", "vouliez-vous dire " + list + " ?"};
  } else if (const auto inside = names_inside(name, scope); !inside.second.empty()) {
    const std::string all = listed(inside.second);
    error.remedy = {"in " + inside.first + " there are " + all, "dans " + inside.first + " se trouvent " + all};
  } else if (scope.empty()) {
    error.remedy = {"it has no columns: no row has been seen there", "aucune colonne : aucune ligne n'y a été vue"};
  } else {
    const std::string all = listed(shown_names(scope));
    error.remedy = {"the columns here are " + all, "les colonnes sont ici " + all};
  }
  if (name.parts.size() > 1 && !aliased) {
    error.remedy.en += " (SELECT, AGGREGATE and TOTALS end aliases)";
    error.remedy.fr += " (SELECT, AGGREGATE et TOTALS mettent fin aux alias)";
  }
  return error;
}

core::Error ambiguous(const Name& name, const core::Span& span, std::vector<std::string> choices) {
  const std::string written = catalog::text_of(name.parts);
  core::Error error = refusal(core::Code::ambiguous_name, span,
                              {written + " could be any of " + listed(choices),
                               written + " peut désigner " + listed(choices)},
                              {"write the name with its alias; where both sides are called alike, give one another "
                               "with AS",
                               "écrivez le nom avec son alias ; si les deux côtés portent le même, donnez-en un autre "
                               "à l'un avec AS"});
  const bool alike = std::ranges::adjacent_find(choices, std::ranges::not_equal_to()) == choices.end();
  const bool bare = std::ranges::find(choices, written) != choices.end();
  if (alike) {
    error.message = {"two columns are called " + choices.front(), "deux colonnes s'appellent " + choices.front()};
    error.remedy = {"end the side's pipeline with SELECT and rename one with AS",
                    "terminez le pipeline de ce côté par SELECT et renommez-en une avec AS"};
  } else if (bare) {
    error.remedy = {"rename " + written + " with AS where it is selected, or give the rows an alias: FROM (…) AS a",
                    "renommez " + written + " avec AS là où elle est choisie, ou donnez un alias aux lignes : "
                        "FROM (…) AS a"};
  }
  error.candidates = std::move(choices);
  return error;
}

}  // namespace

Scope scope_of(const catalog::Table& table, std::string_view server, std::string_view alias) {
  Scope out;
  out.reserve(table.fields.size());
  for (const catalog::Field& field : table.fields) {
    ScopeColumn column;
    column.alias = alias;
    column.path = field.path;
    column.type = field.type;
    column.may_be_missing = field.may_be_missing;
    column.crosses_array = field.crosses_array;
    column.hidden = is_inside(table, field.path);
    column.origin = catalog::FieldRef{std::string(server), table.schema, table.name, field.path};
    out.push_back(std::move(column));
  }
  return out;
}

core::Result<int> find_column(const Name& name, const core::Span& span, const Scope& scope) {
  const std::string& first = name.parts.front();
  if (name.parts.size() > 1) {
    const auto aliased = std::ranges::find(scope, first, &ScopeColumn::alias);
    const auto is_first = [&](const ScopeColumn& each) { return each.path.front() == first; };
    const auto column = std::ranges::find_if(scope, is_first);
    if (aliased != scope.end() && column != scope.end()) {
      const std::string quoted = catalog::text_of({first});
      return core::fail(refusal(core::Code::ambiguous_name, span,
                                {quoted + " is both an alias and a column (" + full_name(*column) + ")",
                                 quoted + " est à la fois un alias et une colonne (" + full_name(*column) + ")"},
                                {"give the side another alias: AS " + first.substr(0, 1) + "1",
                                 "donnez un autre alias à ce côté : AS " + first.substr(0, 1) + "1"}));
    }
  }
  std::vector<int> found;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    if (means(name.parts, scope[i])) found.push_back(static_cast<int>(i));
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) return core::fail(unknown(name, span, scope));
  std::vector<std::string> choices;
  for (const int slot : found) choices.push_back(full_name(scope[static_cast<std::size_t>(slot)]));
  return core::fail(ambiguous(name, span, std::move(choices)));
}

std::string text_of(const ScopeColumn& column, const Scope& scope) {
  const bool unique = std::ranges::count(scope, column.path, &ScopeColumn::path) == 1;
  return unique ? catalog::text_of(column.path) : full_name(column);
}

std::vector<int> paths_inside(const Scope& scope, int base) {
  const ScopeColumn& outer = scope[static_cast<std::size_t>(base)];
  std::vector<int> out;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    const ScopeColumn& column = scope[i];
    if (column.hidden && column.alias == outer.alias && column.path.size() > outer.path.size() &&
        starts_with(column.path, outer.path)) {
      out.push_back(static_cast<int>(i));
    }
  }
  return out;
}

Scope passed_on(const Scope& input, int shift) {
  Scope out = input;
  for (std::size_t i = 0; i < out.size(); ++i) out[i].from = shift + static_cast<int>(i);
  return out;
}

Scope joined(Scope left, const Scope& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

int find_shown(const Scope& scope, std::string_view name) {
  for (std::size_t i = 0; i < scope.size(); ++i) {
    if (!scope[i].hidden && scope[i].path.size() == 1 && scope[i].path.front() == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace recoupe::plan
