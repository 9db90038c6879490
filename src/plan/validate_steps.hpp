// The parts of validate: pipelines, sides and steps in turn. Included by validate, its parts and checks.
#pragma once

#include "plan/scope.hpp"

namespace recoupe::plan {

/// Resolves a table of the catalog, or says which ones were perhaps meant.
core::Status resolve_table(TableRef& table, const catalog::Catalog& catalog);

/// Validates a side and gives its columns under its alias.
core::Result<Scope> scope_of(Side& side, const catalog::Catalog& catalog);

/// Validates every step in order and fills their outputs.
core::Status validate_pipeline(Pipeline& pipeline, const catalog::Catalog& catalog);

/// Fills Named::output_name: the name given, else the path's last part; any other expression needs AS.
core::Status name_column(Named& column);

/// Columns that a step makes from expressions, those in clear first; then the hidden paths inside them.
class MadeColumns {
 public:
  /// `scope` is what the expressions see, `shift` where it begins in the step's input.
  MadeColumns(const Scope& scope, int shift) : scope_(scope), shift_(shift) {}
  /// Adds the column of an inferred and named expression; refuses a name that was added before.
  core::Status add(const Named& column, std::string_view alias = {});
  /// Gives all columns, put behind `before`.
  [[nodiscard]] Scope behind(Scope before) const;

 private:
  const Scope& scope_;
  int shift_;
  Scope shown_;
  Scope hidden_;
};

/// Refuses `right` beside `left` where two shown columns could not be told apart by alias and name.
core::Status refuse_clash(const Scope& left, const Scope& right, const core::Span& span);

/// Refuses a side whose columns are going to be shown when two of them have one alias and name.
core::Status refuse_repeated(const Scope& side, const core::Span& span);

/// Refuses a new column whose name a shown column of the scope already has.
core::Status refuse_taken(const Scope& scope, std::string_view name, const core::Span& span);

}  // namespace recoupe::plan
