// The columns that can be named at a place in a plan: made from tables and sides, searched by the names in expressions.
// Takes catalog tables and written names, gives scopes and slots, or a refusal with the names that would do.
// Included by validate, infer and checks.
#pragma once

#include "core/result.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Gives a table's columns under an alias; fields inside a document or an array of documents are hidden.
Scope scope_of(const catalog::Table& table, std::string_view server, std::string_view alias);

/// Finds the column that a name means: `column.path` or `alias.column.path`.
core::Result<int> find_column(const Name& name, const core::Span& span, const Scope& scope);

/// Writes a column as a plan can name it: the path where that is unique, else alias.path.
std::string text_of(const ScopeColumn& column, const Scope& scope);

/// Gives the columns behind `base`: its own and, where it is a document or an array, the hidden paths inside it.
std::vector<int> paths_inside(const Scope& scope, int base);

/// Copies columns as a step that lets them through puts them out; `shift` is where they stand in the step's input.
Scope passed_on(const Scope& input, int shift = 0);

/// Puts one scope behind another.
Scope joined(Scope left, const Scope& right);

/// Finds a shown column with that one-part name, whatever its alias; -1: none.
int find_shown(const Scope& scope, std::string_view name);

}  // namespace recoupe::plan
