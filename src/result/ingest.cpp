#include "result/ingest.hpp"

#include <algorithm>

#include "result/pipeline.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

namespace {

/// Owns an appender and the chunk that is filled again and again.
struct Appending {
  duckdb_appender appender = nullptr;
  duckdb_data_chunk chunk = nullptr;
  Appending() = default;
  Appending(const Appending&) = delete;
  Appending& operator=(const Appending&) = delete;
  ~Appending() {
    duckdb_destroy_data_chunk(&chunk);
    if (appender) duckdb_appender_destroy(&appender);
  }
};

core::Error append_error(duckdb_appender appender) {
  duckdb_error_data data = duckdb_appender_error_data(appender);
  const char* text = duckdb_error_data_message(data);
  core::Error error = error_of_duckdb(duckdb_error_data_error_type(data), text ? text : "append");
  duckdb_destroy_error_data(&data);
  return error;
}

core::Error not_text(const physical::Fetch& fetch, std::size_t column) {
  const std::string name = fetch.server + "." + fetch.table->name + "." + catalog::text_of(fetch.columns[column].path);
  return {.code = core::Code::value_unreadable,
          .origin = core::Origin::source,
          .stage = "result",
          .message = {"A text of " + name + " is not UTF-8.", "Un texte de " + name + " n'est pas de l'UTF-8."},
          .remedy = {"Check the encoding of the source's connection.", "Vérifiez l'encodage de la connexion à la source."}};
}

}  // namespace

core::Status create_table(const Database& database, const physical::Fetch& fetch) {
  std::string columns;
  for (std::size_t i = 0; i < fetch.columns.size(); ++i) {
    const std::string number = std::to_string(i);
    columns += "f" + number + " " + sql_type_of(fetch.columns[i].type) + ", ";
    if (fetch.columns[i].may_be_missing) columns += "g" + number + " BOOLEAN, ";
  }
  return database.run("CREATE TABLE " + table_name(fetch.id) + " (" + columns + "is_row BOOLEAN)");
}

core::Status append_batch(const Database& database, const physical::Fetch& fetch, const rows::Batch& batch) {
  if (!batch.columns.empty() && batch.columns.size() != fetch.columns.size()) {
    return core::fail(engine_fault("a batch of other columns than its fetch"));
  }
  std::vector<LogicalType> owned;
  for (std::size_t i = 0; i < fetch.columns.size(); ++i) {
    if (!batch.columns.empty() && !(batch.columns[i].type == fetch.columns[i].type)) {
      return core::fail(engine_fault("a batch whose column " + catalog::text_of(fetch.columns[i].path) + " is of type " +
                                     core::name_of(batch.columns[i].type)));
    }
    owned.emplace_back(fetch.columns[i].type);
    if (fetch.columns[i].may_be_missing) owned.emplace_back(DUCKDB_TYPE_BOOLEAN);
  }
  owned.emplace_back(DUCKDB_TYPE_BOOLEAN);
  std::vector<duckdb_logical_type> types;
  for (const LogicalType& type : owned) types.push_back(type.get());
  Appending to;
  if (duckdb_appender_create(database.connection(), nullptr, table_name(fetch.id).c_str(), &to.appender) == DuckDBError) {
    return core::fail(append_error(to.appender));
  }
  to.chunk = duckdb_create_data_chunk(types.data(), types.size());
  const std::size_t rows = batch.row_count();
  for (std::size_t begin = 0; begin < rows; begin += duckdb_vector_size()) {
    const std::size_t count = std::min<std::size_t>(duckdb_vector_size(), rows - begin);
    duckdb_data_chunk_reset(to.chunk);
    idx_t at = 0;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      duckdb_vector values = duckdb_data_chunk_get_vector(to.chunk, at++);
      duckdb_vector missing = fetch.columns[i].may_be_missing ? duckdb_data_chunk_get_vector(to.chunk, at++) : nullptr;
      if (!write_column(batch.columns[i], begin, count, values, missing)) return core::fail(not_text(fetch, i));
    }
    std::fill_n(static_cast<bool*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(to.chunk, at))), count, true);
    duckdb_data_chunk_set_size(to.chunk, count);
    if (duckdb_append_data_chunk(to.appender, to.chunk) == DuckDBError) return core::fail(append_error(to.appender));
  }
  if (duckdb_appender_close(to.appender) == DuckDBError) return core::fail(append_error(to.appender));
  return {};
}

}  // namespace recoupe::result
