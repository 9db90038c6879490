#include "result/pipeline.hpp"

#include <algorithm>
#include <ranges>

#include "physical/reads.hpp"
#include "plan/scope.hpp"
#include "plan/text.hpp"
#include "plan/traverse.hpp"
#include "result/sql_text.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

namespace {

bool step_may_raise(const plan::Step& step) {
  bool raises = false;
  plan::for_each_expression(step, [&](const plan::Expr& expr) { raises = raises || may_raise(expr); });
  return raises;
}

/// A TRY_CAST, and what is true of the rows on which it fails.
struct CastTest {
  std::string text;
  std::string condition;
  bool may_raise = false;
};

bool holds_try_cast(const plan::Expr& expr) {
  bool found = false;
  plan::for_each_below(expr, [&](const plan::Expr& each) { found = found || plan::if_call(each, plan::Op::try_cast); });
  return found;
}

/// Writes that a WHERE's conditions without TRY_CAST keep a row: those are the rows that its TRY_CASTs decide on, however
/// many of the others a server has already left out.
std::string decided_by_casts(const plan::Step& step, const SqlExpression& expressions) {
  const auto* where = plan::if_is<plan::Where>(step);
  std::string out;
  if (!where) return out;
  for (const plan::Expr* conjunct : physical::conjuncts_of(where->condition)) {
    if (!holds_try_cast(*conjunct) && !may_raise(*conjunct)) {
      out += " AND " + expressions.as(*conjunct, core::Kind::bool_) + " IS TRUE";
    }
  }
  return out;
}

/// Tells whether a step filters rows or makes columns of each, and no more.
bool keeps_rows_apart(const plan::Step& step) {
  return plan::if_is<plan::Where>(step) || plan::if_is<plan::Extend>(step) || plan::if_is<plan::Select>(step);
}

/// Tells whether an expression names columns of the asked side alone (at least one of the right side), and no element.
bool reads_one_side(const plan::Expr& expr, int left_count, bool right) {
  bool only = true;
  bool some = false;
  plan::for_each_below(expr, [&](const plan::Expr& below) {
    const auto* name = plan::if_is<plan::Name>(below);
    if (name) only = only && (name->slot >= left_count) == right;
    some = some || name;
    only = only && !plan::if_call(below, plan::Op::any);
  });
  return only && (some || !right);
}

}  // namespace

std::string table_name(int fetch_id) { return "fetch_" + std::to_string(fetch_id); }

PipelineRunner::~PipelineRunner() {
  for (const std::string& drop : drops_ | std::views::reverse) (void)database_.run(drop);
}

SqlExpression PipelineRunner::over(const Relation& relation, const std::string& alias) const {
  return {plan_.bound, {{relation.scope, alias}}};
}

core::Result<Relation> PipelineRunner::view(const std::string& select, const plan::Scope& scope, Relation like) {
  like.name = "v" + std::to_string(next_name_++);
  like.scope = &scope;
  like.stored = false;
  RECOUPE_CHECK(database_.run("CREATE TEMP VIEW " + like.name + " AS " + select, cancel_));
  drops_.push_back("DROP VIEW IF EXISTS " + like.name);
  return like;
}

core::Result<Relation> PipelineRunner::store(const std::string& select, const plan::Scope& scope, Relation like) {
  like.name = "s" + std::to_string(next_name_++);
  like.scope = &scope;
  like.stored = true;
  RECOUPE_CHECK(database_.run("CREATE TEMP TABLE " + like.name + " AS " + select, cancel_));
  drops_.push_back("DROP TABLE IF EXISTS " + like.name);
  return like;
}

core::Result<Relation> PipelineRunner::stored(const Relation& relation) {
  if (relation.stored) return relation;
  return store("SELECT * FROM " + relation.name, *relation.scope, relation);
}

std::string PipelineRunner::marks(const Relation& relation, const std::string& alias) {
  std::string out;
  if (relation.ordered) out += ", " + alias + ".ord AS ord";
  if (relation.fetch >= 0) out += ", " + alias + ".rid AS rid";
  return out;
}

std::string PipelineRunner::columns(const plan::Scope& output, const SqlExpression& input, const std::vector<Made>& made,
                                    std::size_t first_made) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < output.size(); ++i) {
    const plan::ScopeColumn& column = output[i];
    const std::string number = std::to_string(i);
    Made from{"", "FALSE"};
    if (i >= first_made && i - first_made < made.size()) {
      from = made[i - first_made];
    } else if (column.from >= 0) {
      const core::Type& type = input.scope_column(column.from).type;
      from = {converted(input.column(column.from), type, column.type), input.column_missing(column.from)};
    }
    out.push_back(from.value + " AS c" + number);
    if (column.may_be_missing) out.push_back(from.missing + " AS m" + number);
  }
  return joined(out, ", ");
}

core::Result<Relation> PipelineRunner::run(const plan::Pipeline& pipeline, std::size_t step_count, int first_fetch) {
  next_fetch_ = first_fetch;
  return run_steps(pipeline, step_count);
}

core::Result<Relation> PipelineRunner::run_steps(const plan::Pipeline& pipeline, std::size_t step_count) {
  Relation relation;
  for (std::size_t i = 0; i < step_count; ++i) {
    const plan::Step& each = pipeline.steps[i];
    running_ = &pipeline;
    running_step_ = i;
    running_end_ = step_count;
    RECOUPE_CHECK(note_casts(each, relation));
    RECOUPE_TRY(next, step(each, relation));
    next.filtered = next.filtered && (i == 0 || keeps_rows_apart(each));
    if (next.filtered && (i + 1 == step_count || !keeps_rows_apart(pipeline.steps[i + 1]))) {
      RECOUPE_TRY(count, database_.count("SELECT count(*) FROM " + next.name, cancel_));
      seen_[next.fetch].after_filter = count;
    }
    relation = std::move(next);
  }
  return relation;
}

bool PipelineRunner::is_used_later(int slot) const {
  std::vector<int> slots{slot};
  for (std::size_t i = running_step_ + 1; i < running_->steps.size(); ++i) {
    const plan::Step& step = running_->steps[i];
    bool named = false;
    plan::for_each_expression(step, [&](const plan::Expr& whole) {
      plan::for_each_below(whole, [&](const plan::Expr& each) {
        const auto* name = plan::if_is<plan::Name>(each);
        named = named || (name && std::ranges::find(slots, name->slot) != slots.end());
      });
    });
    if (named) return true;
    std::vector<int> passed;
    for (std::size_t out = 0; out < step.output.size(); ++out) {
      if (std::ranges::find(slots, step.output[out].from) != slots.end()) passed.push_back(static_cast<int>(out));
    }
    if (passed.empty()) return false;
    slots = std::move(passed);
  }
  return running_ != &plan_.bound.plan.pipeline;  // a side's columns may be named by the step that reads it
}

core::Result<Relation> PipelineRunner::side(const plan::Side& side) {
  if (const auto* pipeline = plan::if_is<plan::Pipeline>(side)) {
    ++depth_;
    auto relation = run_steps(*pipeline, pipeline->steps.size());
    --depth_;
    return relation;
  }
  const auto& reference = *plan::if_is<plan::TableRef>(side);
  RECOUPE_TRY(relation, table(reference));
  RECOUPE_TRY(count, database_.count("SELECT count(*) FROM " + relation.name, cancel_));
  seen_[relation.fetch].after_filter = count;
  return relation;
}

core::Result<Relation> PipelineRunner::table(const plan::TableRef& reference) {
  const int id = next_fetch_++;
  const physical::Fetch& fetch = plan_.fetches[static_cast<std::size_t>(id)];
  scopes_.push_back(plan::scope_of(*reference.resolved, reference.server, reference.table));
  const plan::Scope& scope = scopes_.back();
  std::vector<std::string> out;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    const auto read = std::ranges::find(fetch.columns, scope[i].path, &physical::FetchColumn::path);
    const bool is_read = read != fetch.columns.end();
    const std::string from = std::to_string(read - fetch.columns.begin());
    const std::string number = std::to_string(i);
    out.push_back((is_read ? converted("f" + from, read->type, scope[i].type) : null_of(scope[i].type)) + " AS c" + number);
    if (scope[i].may_be_missing) out.push_back((is_read && read->may_be_missing ? "g" + from : "FALSE") + " AS m" + number);
  }
  Relation like;
  like.fetch = id;
  like.filtered = true;
  return view("SELECT " + joined(out, ", ") + (out.empty() ? "" : ", ") + "rowid AS rid FROM " + table_name(id), scope, like);
}

core::Result<Relation> PipelineRunner::other_side(const plan::Side& given, const plan::Step& step, const Relation& left) {
  RECOUPE_TRY(right, side(given));
  RECOUPE_CHECK(note_casts(step, left, &right));
  if (!step_may_raise(step)) return right;
  return stored(right);
}

core::Result<Relation> PipelineRunner::step(const plan::Step& step, const Relation& input) {
  Relation safe = input;
  if (!input.name.empty() && step_may_raise(step)) {
    RECOUPE_TRY(kept, stored(input));
    safe = std::move(kept);
  }
  return std::visit([&](const auto& each) { return apply(each, step, safe); }, step.step);
}

// A failure is counted once per row that the step takes in (of a WHERE's those that its other conditions keep), whatever
// DuckDB evaluates and how often.
core::Status PipelineRunner::note_casts(const plan::Step& step, const Relation& left, const Relation* right) {
  if (left.name.empty()) return {};
  std::vector<Visible> visible{{left.scope, "l"}};
  if (right) visible.push_back({right->scope, "r"});
  const SqlExpression expressions(plan_.bound, std::move(visible));
  const auto left_count = static_cast<int>(left.scope->size());
  const std::string decided = decided_by_casts(step, expressions);
  std::vector<CastTest> tests;
  plan::for_each_expression(step, [&](const plan::Expr& whole) {
    plan::for_each_below(whole, [&](const plan::Expr& each) {
      const plan::Call* call = plan::if_call(each, plan::Op::try_cast);
      if (!call || !cast_may_fail(call->args[0].type, call->target)) return;
      if (!reads_one_side(each, left_count, right != nullptr)) return;
      tests.push_back({plan::text_of(each),
                       expressions.value(call->args[0]) + " IS NOT NULL AND " + expressions.value(each) + " IS NULL" + decided,
                       may_raise(call->args[0])});
    });
  });
  const std::string rows = right ? right->name + " r" : left.name + " l";
  for (const CastTest& test : tests) {
    const auto count = database_.count("SELECT count(*) FROM " + rows + " WHERE " + test.condition, cancel_);
    if (!count && test.may_raise && !cancel_.requested()) continue;  // of a row that the step may never look at
    if (!count) return core::fail(count.error());
    if (*count == 0) continue;
    std::int64_t& most = cast_failures_[test.text][running_];
    most = std::max(most, *count);
  }
  return {};
}

// Steps of one pipeline see the same rows, or fewer: there the most counts. Other pipelines have rows of their own.
std::vector<std::pair<std::string, std::int64_t>> PipelineRunner::cast_failures() const {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (const auto& [text, by_pipeline] : cast_failures_) {
    out.emplace_back(text, 0);
    for (const auto& [pipeline, count] : by_pipeline) out.back().second += count;
  }
  return out;
}

core::Status PipelineRunner::note_matches(const Relation& right, const std::string& pairs, const std::string& column) {
  if (right.fetch < 0) return {};
  RECOUPE_TRY(matched, database_.count("SELECT count(DISTINCT " + column + ") FROM " + pairs, cancel_));
  RECOUPE_TRY(all, database_.count("SELECT count(*) FROM " + right.name, cancel_));
  seen_[right.fetch].matched = matched;
  seen_[right.fetch].unmatched = all - matched;
  return {};
}

}  // namespace recoupe::result
