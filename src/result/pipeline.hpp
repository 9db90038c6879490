// Runs a plan's steps over the filled tables: one view or table in DuckDB per step, what was seen counted on the way.
// Takes a physical plan and a database, gives the last relation and the counts. Included by engine and pipeline_*.cpp.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "physical/physical_plan.hpp"
#include "result/duckdb_api.hpp"
#include "result/engine.hpp"
#include "result/sql_expression.hpp"

namespace recoupe::result {

/// What a step left: columns c<i>, m<i> as its scope says; `ord` where rows have an order; `rid` where they are rows
/// of one fetch.
struct Relation {
  std::string name;
  const plan::Scope* scope = nullptr;
  bool ordered = false;
  int fetch = -1;
  bool filtered = false;  // one table's rows behind nothing but filters and columns: what WHEREs keep is its after_filter
  bool stored = false;  // a table, so that reading it twice costs nothing and cannot raise errors
};

/// Names the table that a fetch fills, and its columns.
std::string table_name(int fetch_id);

/// What is known of one fetch's rows after the steps ran; -1: not known.
struct Seen {
  std::int64_t after_filter = -1;
  std::int64_t matched = -1;
  std::int64_t unmatched = -1;
};

class PipelineRunner {
 public:
  PipelineRunner(const Database& database, const physical::PhysicalPlan& plan, const core::Cancel& cancel)
      : database_(database), plan_(plan), cancel_(cancel) {}
  ~PipelineRunner();
  PipelineRunner(const PipelineRunner&) = delete;
  PipelineRunner& operator=(const PipelineRunner&) = delete;

  /// Runs the first `step_count` steps of a pipeline whose first table is fetch number `first_fetch`.
  core::Result<Relation> run(const plan::Pipeline& pipeline, std::size_t step_count, int first_fetch);

  /// Gives a relation as a table, made of its rows where it is none yet.
  core::Result<Relation> stored(const Relation& relation);

  [[nodiscard]] const std::vector<CheckCounts>& findings() const { return findings_; }
  [[nodiscard]] const std::map<int, Seen>& seen() const { return seen_; }
  /// Counts the failures of each TRY_CAST, by its text.
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> cast_failures() const;

 private:
  core::Result<Relation> run_steps(const plan::Pipeline& pipeline, std::size_t step_count);
  core::Result<Relation> side(const plan::Side& side);
  /// Runs the other side of a step; stored where the step's expressions may raise errors.
  core::Result<Relation> other_side(const plan::Side& side, const plan::Step& step, const Relation& left);
  core::Result<Relation> table(const plan::TableRef& table);
  core::Result<Relation> step(const plan::Step& step, const Relation& input);


  core::Result<Relation> apply(const plan::From& from, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Where& where, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Extend& extend, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Select& select, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Aggregate& aggregate, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::OrderBy& order, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Limit& limit, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Distinct& distinct, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Join& join, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Unnest& unnest, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::UnionAll& union_all, const plan::Step& step, const Relation& input);
  core::Result<Relation> apply(const plan::Check& check, const plan::Step& step, const Relation& input);

  core::Result<Relation> check(const plan::Exists& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Absent& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Match& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Totals& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Unique& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Sequence& check, const plan::Step& step, const Relation& left);
  core::Result<Relation> check(const plan::Rule& check, const plan::Step& step, const Relation& left);

  /// Writes the output's columns: those passed on from `from`, the others from `made` (values, then flags) in order.
  struct Made {
    std::string value;
    std::string missing = "FALSE";
  };
  static Made inside_document(const std::string& document, const catalog::FieldPath& path, const core::Type& type);
  static std::string columns(const plan::Scope& output, const SqlExpression& input, const std::vector<Made>& made,
                             std::size_t first_made);
  /// Writes ", ord" and ", rid" where a relation has them.
  static std::string marks(const Relation& relation, const std::string& alias);

  /// Makes a view, or a table, of a SELECT; the rest of the relation is `like`'s.
  core::Result<Relation> view(const std::string& select, const plan::Scope& scope, Relation like);
  core::Result<Relation> store(const std::string& select, const plan::Scope& scope, Relation like);
  /// Stores which rows of two sides meet: columns l and r are their row numbers. The left side must be stored.
  core::Result<Relation> pairs(const Relation& left, const Relation& right, const plan::Expr& on,
                               const std::string& more = {});
  /// Writes whether the left part of an ON's key is NULL (`right`: the right part).
  [[nodiscard]] std::string key_is_null(const plan::Expr& on, const SqlExpression& both, std::size_t left_count,
                                        bool right = false) const;
  core::Status note_matches(const Relation& right, const std::string& pairs, const std::string& column);
  /// Counts failing TRY_CASTs of a step over the rows of its left side, or of `right` where that is given.
  core::Status note_casts(const plan::Step& step, const Relation& left, const Relation* right = nullptr);
  core::Status note_findings(const plan::Step& step, const Relation& input, const Relation& output);
  [[nodiscard]] std::size_t counts_called(const std::string& name) const;
  [[nodiscard]] std::string free_counts_name(const std::string& name) const;
  void rename_counts(const std::string& before, const std::string& after);
  void add_counts(CheckCounts counts);
  [[nodiscard]] SqlExpression over(const Relation& relation, const std::string& alias) const;

  const Database& database_;
  const physical::PhysicalPlan& plan_;
  const core::Cancel& cancel_;
  std::deque<plan::Scope> scopes_;  // of tables; relations point to them
  /// Tells whether a column that the running step puts out is named further on, also under another name.
  [[nodiscard]] bool is_used_later(int slot) const;

  const plan::Pipeline* running_ = nullptr;  // the pipeline whose step runs, and which step that is
  std::size_t running_step_ = 0;
  std::size_t running_end_ = 0;
  int next_fetch_ = 0;
  int next_name_ = 0;
  std::vector<std::string> drops_;  // statements that undo what was made, in order
  std::vector<CheckCounts> findings_;
  std::vector<int> finding_depths_;  // of each of them: how deep in sides its pipeline stands
  int depth_ = 0;
  std::map<int, Seen> seen_;
  std::map<std::string, std::map<const plan::Pipeline*, std::int64_t>> cast_failures_;
};

}  // namespace recoupe::result
