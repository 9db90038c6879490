#include "result/engine.hpp"

#include <algorithm>

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

void copy_cell(const rows::Column& from, std::size_t row, rows::Column& to) {
  const auto storage = rows::storage_of(from.type);
  if (storage == rows::Storage::int64) to.ints.push_back(from.ints[row]);
  if (storage == rows::Storage::float64) to.doubles.push_back(from.doubles[row]);
  if (storage == rows::Storage::text) to.texts.push_back(from.texts[row]);
  if (storage == rows::Storage::list) {
    for (std::int64_t i = from.offsets[row]; i < from.offsets[row + 1]; ++i) {
      copy_cell(*from.items, static_cast<std::size_t>(i), *to.items);
    }
    to.offsets.push_back(static_cast<std::int64_t>(to.items->size()));
  }
  to.presence.push_back(from.presence[row]);
}

rows::Batch empty_batch(const std::vector<plan::OutputColumn>& columns) {
  rows::Batch batch;
  for (const plan::OutputColumn& column : columns) batch.columns.push_back(rows::make_column(column.name, column.type));
  return batch;
}

/// Cuts rows into batches, in the order of `order`.
std::vector<rows::Batch> arranged(const std::vector<plan::OutputColumn>& columns, const rows::Batch& all,
                                  const std::vector<std::size_t>& order) {
  std::vector<rows::Batch> out;
  for (std::size_t begin = 0; begin < order.size(); begin += batch_rows_max) {
    out.push_back(empty_batch(columns));
    const std::size_t end = std::min(order.size(), begin + batch_rows_max);
    for (std::size_t i = 0; i < all.columns.size(); ++i) {
      for (std::size_t at = begin; at < end; ++at) copy_cell(all.columns[i], order[at], out.back().columns[i]);
    }
  }
  return out;
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
  return std::unique_ptr<Engine>(new Engine(std::make_unique<State>(State{std::move(database), plan})));
}

core::Status Engine::create(const physical::Fetch& fetch) { return create_table(state_->database, fetch); }

core::Status Engine::append(int fetch_id, const rows::Batch& batch) {
  return append_batch(state_->database, state_->plan.fetches[static_cast<std::size_t>(fetch_id)], batch);
}

core::Result<rows::Column> Engine::keys(const physical::Fetch& fetch, std::int64_t count_max) {
  int next = 0;
  const plan::Pipeline& whole = state_->plan.bound.plan.pipeline;
  const Place place = fetch.keys ? find_place(whole, fetch.id, fetch.keys->check_step, next) : Place{};
  if (!place.pipeline) return core::fail(engine_fault("keys of a fetch that has none"));
  const core::Cancel cancel;
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
  const SqlExpression expressions(state_->plan.bound, {{last.scope, "l"}});
  std::vector<std::string> selected;
  for (const plan::OutputColumn& column : answer.columns) {
    selected.push_back(expressions.column(column.slot) + ", " + expressions.column_missing(column.slot));
  }
  RECOUPE_TRY(count, state_->database.count("SELECT count(*) FROM " + last.name, cancel));
  answer.row_count = count;
  const bool digestible = count <= core::limits::digest_rows_max;
  const std::string order = last.ordered ? " ORDER BY l.ord" : digestible ? "" : " ORDER BY ALL";
  const std::string what = selected.empty() ? "1" : joined(selected, ", ");
  RECOUPE_TRY(rows, state_->database.query("SELECT " + what + " FROM " + last.name + " l" + order, cancel));
  rows::Batch all = empty_batch(answer.columns);
  RECOUPE_CHECK(read_rows(rows, all));
  std::vector<std::size_t> sorted;
  if (digestible) {
    RECOUPE_TRY(digested, digest_rows(answer.columns, all, last.ordered, cancel));
    answer.digest = std::move(digested.digest);
    answer.digest_lines = std::move(digested.lines);
    sorted = std::move(digested.sorted);
  }
  if (last.ordered || !digestible) {
    answer.batches.push_back(std::move(all));
  } else {
    answer.batches = arranged(answer.columns, all, sorted);
  }
  answer.findings = runner.findings();
  answer.coverage = coverage_of(executed, runner.seen());
  answer.cast_failures = runner.cast_failures();
  return answer;
}

}  // namespace recoupe::result
