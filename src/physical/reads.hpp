// Where a plan reads tables: each TableRef in the order text shows them, and how names of a step lead to its fields.
// Takes a validated pipeline, gives its reads. Included by plan_fetches, the passes and explain.
#pragma once

#include <functional>
#include <vector>

#include "physical/fetch.hpp"
#include "plan/traverse.hpp"

namespace recoupe::physical {

/// One place where the plan reads a table.
struct Read {
  const plan::TableRef* table = nullptr;
  plan::Scope scope;  // its columns as the steps see them: one per field of the catalog, in that order
};

/// Gives every read of a pipeline, sides within sides included; the position is the fetch's id.
std::vector<Read> reads_of(const plan::Pipeline& pipeline);

/// Finds the read that a table reference is.
std::size_t read_index(const std::vector<Read>& reads, const plan::TableRef& table);

/// Gives the columns of a side: of a table its fields, of a pipeline its last step's output.
const plan::Scope& scope_of(const plan::Side& side, const std::vector<Read>& reads);

/// What a step's expressions see: its input, and right of it the columns of its side where it has one.
struct Sight {
  const plan::Scope* left = nullptr;
  const plan::Scope* right = nullptr;
  /// Gives the column of a name, or nullptr where the name does not lead to one.
  [[nodiscard]] const plan::ScopeColumn* find(const plan::Name& name) const;
};
/// Gives what the expressions of a step see; `step` is not the FROM.
Sight sight_of(const plan::Pipeline& pipeline, std::size_t step, const std::vector<Read>& reads);

/// Visits a pipeline and every pipeline within it, inner ones first.
void visit_pipelines(const plan::Pipeline& pipeline, const std::function<void(const plan::Pipeline&)>& visit);

/// Follows a pipeline from its FROM while one table's rows pass through unchanged: WHERE, EXTEND and SELECT alone.
struct Chain {
  std::optional<std::size_t> read;  // the table at its start, where it starts with one
  std::size_t steps = 0;            // how many steps of the pipeline, FROM included, belong to it
  bool whole = false;               // the whole pipeline does
  bool bare = false;                // its steps only choose and rename columns
  bool may_fail = false;            // one of its steps may end in an error for some row
};
Chain chain_of(const plan::Pipeline& pipeline, const std::vector<Read>& reads);

/// Gives the table that a side is, or that its pipeline only filters and reshapes; nothing where it is more than that,
/// or where leaving out a row could hide an error.
std::optional<std::size_t> plain_table_of(const plan::Side& side, const std::vector<Read>& reads);

/// Rewrites an expression over what it sees into one over a fetch's columns; nothing where a name is none of them.
std::optional<plan::Expr> over_fetch(const plan::Expr& expr, const Sight& sight, const Read& read, const Fetch& fetch);

/// Tells whether an expression may end in an error for some row. Nothing may be pushed that would hide such a row, or
/// look at one that would not have been looked at.
bool may_fail(const plan::Expr& expr);
/// Tells whether a TRY_CAST in an expression may fail: failures are counted over rows that no pass may leave out.
bool counts_failures(const plan::Expr& expr);
/// Tells either of a WHERE, EXTEND or SELECT.
bool may_fail(const plan::Step& step);

/// Gives the conjuncts of a condition.
std::vector<const plan::Expr*> conjuncts_of(const plan::Expr& condition);

}  // namespace recoupe::physical
