#include "sources/postgres/server/open_query.hpp"

#include <algorithm>
#include <utility>

#include "sources/sql/refusals.hpp"
#include "sources/postgres/server/admission.hpp"
#include "sources/postgres/server/session_statements.hpp"
#include "sources/sql/describe.hpp"
#include "sources/sql/value_form.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

constexpr std::int64_t first_batch_rows = 64;  // until it is known how large a row is

constexpr const char* snapshot_query =
    "SELECT pg_current_snapshot()::text,"
    " (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text,"
    " to_char(transaction_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
    " current_setting('server_version'), current_database()::text, pg_is_in_recovery()";

constexpr const char* types_query =
    "SELECT format_type(u.o, u.m), t.typoutput = 'array_out'::regproc AND e.typdelim = ','"
    " FROM unnest($1::oid[], $2::int4[]) WITH ORDINALITY u(o, m, i)"
    " JOIN pg_type t ON t.oid = u.o LEFT JOIN pg_type e ON e.oid = t.typelem ORDER BY u.i";

std::int64_t bytes_of(const TextRow& row) {
  std::int64_t bytes = 0;
  for (const Text& value : row) bytes += value ? static_cast<std::int64_t>(value->size()) : 0;
  return bytes;
}

}  // namespace

core::Result<core::Json> snapshot_of(Session& session, const core::Cancel& cancel) {
  RECOUPE_TRY(found, session.rows(snapshot_query, {}, cancel));
  if (found.rows.size() != 1) return core::fail(sql::internal_error({"no snapshot was told", "aucun instantané n'a été donné"}));
  const TextRow& row = found.rows[0];
  return Json::object({{"snapshot", row[0].value_or("")},
                       {"wal_lsn", row[1].value_or("")},
                       {"opened_at", row[2].value_or("")},
                       {"server_version", row[3].value_or("")},
                       {"database", row[4].value_or("")},
                       {"replica", row[5] == "t"}});
}

core::Result<std::unique_ptr<OpenQuery>> OpenQuery::open(Sessions& sessions, const QueryRequest& request,
                                                         const core::Cancel& cancel) {
  RECOUPE_CHECK(sql::check_statement(request.sql));  // before any connection is made
  RECOUPE_TRY(session, BorrowedSession::from(sessions, cancel));
  std::unique_ptr<OpenQuery> query(new OpenQuery(std::move(session), request.page_rows));
  RECOUPE_CHECK(query->declare(request, cancel));
  return query;
}

core::Status OpenQuery::declare(const QueryRequest& request, const core::Cancel& cancel) {
  RECOUPE_CHECK(admit(*session_, request.sql, cancel));
  RECOUPE_TRY(snapshot, snapshot_of(*session_, cancel));
  snapshot_ = std::move(snapshot);
  if (request.population) RECOUPE_CHECK(count_population(*request.population, cancel));
  RECOUPE_CHECK(session_->run("DECLARE page NO SCROLL CURSOR FOR " + request.sql, request.parameters, cancel, nullptr));
  return {};
}

/// A table that takes too long to count stays uncounted; going back to the savepoint undoes the shorter time, too.
core::Status OpenQuery::count_population(const sql::QualifiedName& table, const core::Cancel& cancel) {
  RECOUPE_CHECK(admit(*session_, "SELECT FROM " + sql::quoted_name(table), cancel));
  RECOUPE_CHECK(session_->run("SAVEPOINT population", {}, cancel, nullptr));
  RECOUPE_CHECK(session_->run("SET LOCAL statement_timeout = " + std::to_string(population_timeout_ms), {}, cancel, nullptr));
  SessionStatements statements(*session_, cancel);
  const auto count = sql::count_rows(statements, table);
  if (!count && count.error().code != core::Code::timeout) return core::fail(count.error());
  if (count) population_ = *count;
  RECOUPE_CHECK(session_->run("ROLLBACK TO SAVEPOINT population", {}, cancel, nullptr));
  return {};
}

core::Result<core::Json> OpenQuery::next_page(const core::Cancel& cancel) {
  Json rows = Json::array();
  std::vector<TextRow> batch;
  std::int64_t row_count = 0;
  std::int64_t bytes = 0;
  std::int64_t batch_rows = first_batch_rows;
  while (!complete_ && row_count < page_rows_ && bytes < core::limits::page_bytes_max) {
    const std::int64_t room = (core::limits::page_bytes_max - bytes) / largest_row_bytes_;
    batch_rows = std::clamp<std::int64_t>(std::min(room, page_rows_ - row_count), 1, batch_rows);
    batch.clear();
    RECOUPE_TRY(described, session_->run("FETCH FORWARD " + std::to_string(batch_rows) + " FROM page", {}, cancel,
                                         [&batch](TextRow row) { batch.push_back(std::move(row)); }));
    if (columns_.empty()) RECOUPE_CHECK(name_columns(described, cancel));
    for (const TextRow& row : batch) {
      Json cells = Json::array();
      for (std::size_t i = 0; i < row.size(); ++i) cells.push(sql::cell_of(row[i], columns_[i].is_array));
      rows.push(std::move(cells));
      const std::int64_t row_bytes = bytes_of(row);
      largest_row_bytes_ = std::max(largest_row_bytes_, row_bytes);
      bytes += row_bytes;
    }
    row_count += static_cast<std::int64_t>(batch.size());
    complete_ = static_cast<std::int64_t>(batch.size()) < batch_rows;
    batch_rows *= 8;
  }
  if (!session_->in_transaction()) {
    return core::fail(sql::internal_error({"the transaction was lost", "la transaction a été perdue"}));
  }
  return reply(std::move(rows));
}

core::Status OpenQuery::name_columns(const std::vector<ResultColumn>& described, const core::Cancel& cancel) {
  Json oids = Json::array();
  Json modifiers = Json::array();
  for (const ResultColumn& column : described) {
    oids.push(std::to_string(column.type_oid));
    modifiers.push(std::to_string(column.type_modifier));
  }
  const TextRow parameters = {sql::text_of_array(oids), sql::text_of_array(modifiers)};
  RECOUPE_TRY(types, session_->rows(types_query, parameters, cancel));
  if (types.rows.size() != described.size()) {
    return core::fail(sql::internal_error({"a column's type is not known", "le type d'une colonne est inconnu"}));
  }
  for (std::size_t i = 0; i < described.size(); ++i) {
    columns_.push_back({described[i].name, types.rows[i][0].value_or(""), types.rows[i][1] == "t"});
  }
  return {};
}

core::Json OpenQuery::reply(core::Json rows) const {
  Json columns = Json::array();
  for (const Column& column : columns_) {
    columns.push(Json::object({{"name", column.name}, {"native_type", column.native_type}}));
  }
  Json out = Json::object({{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"complete", complete_},
                           {"snapshot", snapshot_}});
  if (population_) out.set("population", *population_);
  return out;
}

}  // namespace recoupe::sources::postgres
