#include "result/engine.hpp"

#include "plan/traverse.hpp"
#include "result/digest.hpp"
#include "result/functions.hpp"
#include "result/ingest.hpp"
#include "result/pipeline.hpp"
#include "result/sql_text.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

namespace {

constexpr std::size_t batch_rows_max = 65'536;  // of one batch of an answer

/// A pipeline and the number of its first table.
struct Place {
  const plan::Pipeline* pipeline = nullptr;
  int first_fetch = 0;
};

/// Finds the innermost pipeline whose step `check_step` reads the fetch on its other side. `next` counts tables.
Place find_place(const plan::Pipeline& pipeline, int fetch_id, int check_step, int& next) {
  const int first = next;
  for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
    const plan::Side* side = plan::side_of(pipeline.steps[i]);
    if (!side) continue;
    const int before = next;
    if (const auto* inner = plan::if_is<plan::Pipeline>(*side)) {
      if (const Place found = find_place(*inner, fetch_id, check_step, next); found.pipeline) return found;
    } else {
      ++next;
    }
    if (static_cast<int>(i) == check_step && before <= fetch_id && fetch_id < next) return {&pipeline, first};
  }
  return {};
}

/// Reads every row of a query whose columns are, for each of `batch`, the value and whether it is missing.
core::Status read_rows(Rows& rows, rows::Batch& batch) {
  while (duckdb_data_chunk chunk = rows.next()) {
    const idx_t count = duckdb_data_chunk_get_size(chunk);
    if (count == 0) break;
    for (idx_t i = 0; i < batch.columns.size(); ++i) {
      read_column(duckdb_data_chunk_get_vector(chunk, 2 * i), duckdb_data_chunk_get_vector(chunk, 2 * i + 1), count,
                  batch.columns[i]);
    }
    if (batch.columns.empty()) batch.rows_without_columns += count;
  }
  return {};
}

rows::Batch empty_batch(const std::vector<plan::OutputColumn>& columns) {
  rows::Batch batch;
  for (const plan::OutputColumn& column : columns) batch.columns.push_back(rows::make_column(column.name, column.type));
  return batch;
}

/// Gives the bytes that the rows of a column from `begin` on take in memory.
std::int64_t bytes_of(const rows::Column& column, std::size_t begin) {
  std::size_t bytes = (column.size() - begin) * (sizeof(std::int64_t) + sizeof(rows::Presence));
  if (!column.texts.empty()) bytes += (column.size() - begin) * sizeof(std::string);
  for (std::size_t row = begin; row < column.texts.size(); ++row) bytes += column.texts[row].capacity();
  const auto whole = static_cast<std::int64_t>(bytes);
  return column.items ? whole + bytes_of(*column.items, static_cast<std::size_t>(column.offsets[begin])) : whole;
}

core::Error answer_too_large(std::int64_t memory_bytes_max) {
  const std::string budget = "memory_mb = " + std::to_string(memory_bytes_max / (1024 * 1024));
  return {.code = core::Code::budget_reached,
          .origin = core::Origin::user,
          .stage = "result",
          .message = {"The rows of the result take more than the budget " + budget + ".",
                      "Les lignes du résultat dépassent le budget " + budget + "."},
          .remedy = {"Ask for fewer rows or columns, or raise memory_mb under [budgets] in recoupe.toml.",
                     "Demandez moins de lignes ou de colonnes, ou relevez memory_mb sous [budgets] dans recoupe.toml."}};
}

/// Takes the rows of an answer as they come, in batches, within the budget. The last column of a chunk is the row's line.
class AnswerRows {
 public:
  AnswerRows(Answer& answer, std::int64_t memory_bytes_max) : answer_(answer), memory_bytes_max_(memory_bytes_max) {}

  core::Status take(duckdb_data_chunk chunk, LineDigest& digest) {
    const idx_t count = duckdb_data_chunk_get_size(chunk);
    const idx_t column_count = answer_.columns.size();
    if (answer_.batches.empty() || answer_.batches.back().row_count() + count > batch_rows_max) {
      answer_.batches.push_back(empty_batch(answer_.columns));
    }
    rows::Batch& batch = answer_.batches.back();
    for (idx_t i = 0; i < column_count; ++i) {
      const std::size_t before = batch.columns[i].size();
      read_column(duckdb_data_chunk_get_vector(chunk, 2 * i), duckdb_data_chunk_get_vector(chunk, 2 * i + 1), count,
                  batch.columns[i]);
      bytes_ += bytes_of(batch.columns[i], before);
    }
    if (batch.columns.empty()) batch.rows_without_columns += count;
    const Reader lines(duckdb_data_chunk_get_vector(chunk, 2 * column_count));
    for (idx_t row = 0; row < count; ++row) digest.add(lines.text(row));
    answer_.row_count += static_cast<std::int64_t>(count);
    if (bytes_ > memory_bytes_max_) return core::fail(answer_too_large(memory_bytes_max_));
    return {};
  }

 private:
  Answer& answer_;
  std::int64_t memory_bytes_max_;
  std::int64_t bytes_ = 0;
};

/// Reads the answer out of its table: rows in their order, or sorted as digests are.
core::Status read_answer(const Database& database, const Relation& table, const SqlExpression& expressions,
                         std::int64_t memory_bytes_max, const core::Cancel& cancel, Answer& answer) {
  std::vector<std::string> cells;
  for (const plan::OutputColumn& column : answer.columns) {
    cells.push_back(expressions.column(column.slot) + ", " + expressions.column_missing(column.slot));
  }
  const std::string listed = joined(cells, ", ");
  const std::string line = cells.empty() ? "'[]' AS line" : "rc_line(" + listed + ") AS line";
  const std::string from = " FROM " + table.name + " l ORDER BY ";
  const std::string all = "SELECT " + listed + (cells.empty() ? "" : ", ") + line + from;
  AnswerRows rows(answer, memory_bytes_max);
  LineDigest digest(answer.columns, core::limits::digest_lines_bytes_max);
  if (table.ordered) {
    LineDigest in_order(answer.columns, 0);
    RECOUPE_CHECK(database.stream(all + "l.ord", cancel, [&](duckdb_data_chunk chunk) { return rows.take(chunk, in_order); }));
    RECOUPE_CHECK(database.stream("SELECT " + line + from + "line", cancel, [&](duckdb_data_chunk chunk) {
      const Reader lines(duckdb_data_chunk_get_vector(chunk, 0));
      for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); ++row) digest.add(lines.text(row));
      return core::Status();
    }));
    digest.add("ordered:" + core::hex(in_order.finish()));
  } else {
    RECOUPE_CHECK(database.stream(all + "line", cancel, [&](duckdb_data_chunk chunk) { return rows.take(chunk, digest); }));
  }
  answer.digest = core::named(digest.finish());
  answer.digest_lines = digest.take_lines();
  return {};
}

std::vector<Coverage> coverage_of(const execute::Executed& executed, const std::map<int, Seen>& seen) {
  std::vector<Coverage> out;
  for (const execute::FetchRecord& fetch : executed.fetches) {
    Coverage line{.source = fetch.source, .population = fetch.population, .read = fetch.read, .unreadable = fetch.unreadable};
    if (const auto found = seen.find(fetch.fetch_id); found != seen.end()) {
      const bool whole = !fetch.by_keys && !fetch.limited;
      line.after_filter = whole ? found->second.after_filter : -1;
      line.matched = found->second.matched;
      line.unmatched = whole ? found->second.unmatched : -1;
    }
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

struct Engine::State {
  Database database;
  const physical::PhysicalPlan& plan;
  std::int64_t memory_bytes_max;
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

core::Result<std::unique_ptr<Engine>> Engine::open(const physical::PhysicalPlan& plan, std::int64_t memory_bytes_max) {
  RECOUPE_TRY(database, Database::open(memory_bytes_max));
  RECOUPE_CHECK(add_text_functions(database));
  RECOUPE_CHECK(add_decimal_functions(database));
  RECOUPE_CHECK(add_whole_functions(database));
  RECOUPE_CHECK(add_time_functions(database, plan.bound.zone));
  RECOUPE_CHECK(add_cast_functions(database, plan.bound.zone));
  RECOUPE_CHECK(add_document_functions(database));
  RECOUPE_CHECK(add_sum_functions(database));
  RECOUPE_CHECK(add_line_function(database, plan::outputs_of(plan.bound.plan)));
  return std::unique_ptr<Engine>(new Engine(std::make_unique<State>(State{std::move(database), plan, memory_bytes_max})));
}

core::Status Engine::create(const physical::Fetch& fetch) { return create_table(state_->database, fetch); }

core::Status Engine::append(int fetch_id, const rows::Batch& batch) {
  return append_batch(state_->database, state_->plan.fetches[static_cast<std::size_t>(fetch_id)], batch);
}

core::Result<rows::Column> Engine::keys(const physical::Fetch& fetch, std::int64_t count_max,
                                       const core::Cancel& cancel) {
  int next = 0;
  const plan::Pipeline& whole = state_->plan.bound.plan.pipeline;
  const Place place = fetch.keys ? find_place(whole, fetch.id, fetch.keys->check_step, next) : Place{};
  if (!place.pipeline) return core::fail(engine_fault("keys of a fetch that has none"));
  PipelineRunner runner(state_->database, state_->plan, cancel);
  RECOUPE_TRY(left, runner.run(*place.pipeline, static_cast<std::size_t>(fetch.keys->check_step), place.first_fetch));
  const plan::Expr& source = fetch.keys->source;
  const SqlExpression expressions(state_->plan.bound, {{left.scope, "l"}});
  RECOUPE_TRY(rows, state_->database.query(
                        "SELECT v, FALSE FROM (SELECT " + representative("x", source.type) + " AS v FROM (SELECT " +
                            expressions.value(source) + " AS x FROM " + left.name + " l) WHERE x IS NOT NULL GROUP BY " +
                            key_of("x", source.type) + ") ORDER BY v LIMIT " + std::to_string(count_max + 1),
                        cancel));
  rows::Batch batch;
  batch.columns.push_back(rows::make_column("key", source.type));
  RECOUPE_CHECK(read_rows(rows, batch));
  return std::move(batch.columns.front());
}

core::Result<Answer> Engine::answer(const execute::Executed& executed, const core::Cancel& cancel) {
  const plan::Plan& plan = state_->plan.bound.plan;
  PipelineRunner runner(state_->database, state_->plan, cancel);
  RECOUPE_TRY(last, runner.run(plan.pipeline, plan.pipeline.steps.size(), 0));
  Answer answer;
  answer.columns = plan::outputs_of(plan);
  answer.ordered = last.ordered;
  RECOUPE_TRY(table, runner.stored(last));
  const SqlExpression expressions(state_->plan.bound, {{table.scope, "l"}});
  RECOUPE_CHECK(read_answer(state_->database, table, expressions, state_->memory_bytes_max, cancel, answer));
  answer.findings = runner.findings();
  answer.coverage = coverage_of(executed, runner.seen());
  answer.cast_failures = runner.cast_failures();
  return answer;
}

}  // namespace recoupe::result
