#include "result/duckdb_api.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace recoupe::result {

namespace {

constexpr unsigned threads_max = 4;

/// Interrupts a connection once the run is cancelled, for as long as this lives.
class CancelWatch {
 public:
  CancelWatch(duckdb_connection connection, const core::Cancel& cancel)
      : watch_([this, connection, cancel](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          while (!stop.stop_requested()) {
            wake_.wait_for(lock, stop, std::chrono::milliseconds(core::Cancel::poll_ms), [] { return false; });
            if (!stop.stop_requested() && cancel.requested()) duckdb_interrupt(connection);
          }
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread watch_;
};

core::Error raised(std::string_view text) {
  const std::size_t bar = text.find('|');
  const std::string_view name = text.substr(0, bar);
  const std::string what(bar == std::string_view::npos ? "" : text.substr(bar + 1));
  if (name == core::name_of(core::Code::division_by_zero)) {
    return {.code = core::Code::division_by_zero,
            .origin = core::Origin::user,
            .stage = "result",
            .message = {"Division by zero in the row " + what + ".", "Division par zéro dans la ligne " + what + "."},
            .remedy = {"Divide by NULLIF(x, 0), or leave such rows out with WHERE.",
                       "Divisez par NULLIF(x, 0), ou écartez ces lignes avec WHERE."}};
  }
  if (name == raised_out_of_range) {
    return {.code = core::Code::value_unreadable,
            .origin = core::Origin::user,
            .stage = "result",
            .message = {"A computed number leaves the range of INT64 in the row " + what + ".",
                        "Un nombre calculé sort des bornes d'INT64 dans la ligne " + what + "."},
            .remedy = {"CAST an operand AS NUMERIC: it has no bounds.",
                       "Convertissez un opérande avec CAST(… AS NUMERIC), sans bornes."}};
  }
  if (name == core::name_of(core::Code::type_mismatch)) {
    return {.code = core::Code::value_unreadable,
            .origin = core::Origin::source,
            .stage = "result",
            .message = {"A value inside a document is not of the type known for its field: " + what + ".",
                        "Une valeur dans un document n'est pas du type connu de son champ : " + what + "."},
            .remedy = {"Refresh the catalog, so that the field is seen with all its types (MIXED).",
                       "Rafraîchissez le catalogue, afin que le champ soit vu avec tous ses types (MIXED)."}};
  }
  return {.code = core::Code::value_unreadable,
          .origin = core::Origin::user,
          .stage = "result",
          .message = {"CAST fails on " + what + ".", "CAST échoue sur " + what + "."},
          .remedy = {"Use TRY_CAST: it gives NULL there, and the failures are counted and shown.",
                     "Utilisez TRY_CAST : il donne NULL à ces endroits, et les échecs sont comptés et montrés."}};
}

}  // namespace

core::Error error_of_duckdb(duckdb_error_type type, std::string_view text) {
  // Other errors quote the statement, and what it would raise in it.
  const std::size_t at = text.find(raised_prefix);
  if (at != std::string_view::npos && text.find('\n') > at && text.substr(0, at).ends_with("Error: ")) {
    return raised(text.substr(at + raised_prefix.size()));
  }
  if (type == DUCKDB_ERROR_INTERRUPT) {
    return {.code = core::Code::interrupted,
            .origin = core::Origin::user,
            .stage = "result",
            .message = {"Interrupted.", "Interrompu."},
            .remedy = {"Start it again.", "Relancez."}};
  }
  if (type == DUCKDB_ERROR_OUT_OF_MEMORY) {
    return {.code = core::Code::budget_reached,
            .origin = core::Origin::user,
            .stage = "result",
            .message = {"The memory budget of the local engine (memory_mb) is reached.",
                        "Le budget de mémoire du moteur local (memory_mb) est atteint."},
            .remedy = {"Filter more rows, select fewer columns, or raise memory_mb under [budgets] in recoupe.toml.",
                       "Filtrez davantage, sélectionnez moins de colonnes, ou relevez memory_mb sous [budgets] dans "
                       "recoupe.toml."}};
  }
  return engine_fault(text);
}

core::Error engine_fault(std::string_view what) {
  return {.code = core::Code::internal,
          .origin = core::Origin::internal,
          .stage = "result",
          .message = {"The local engine failed: " + std::string(what), "Le moteur local a échoué : " + std::string(what)},
          .remedy = {"Report this with the plan.", "Signalez-le avec le plan."}};
}

Rows::Rows(Rows&& other) noexcept
    : result_(std::exchange(other.result_, {})), chunk_(std::exchange(other.chunk_, nullptr)) {}

Rows::~Rows() {
  duckdb_destroy_data_chunk(&chunk_);
  duckdb_destroy_result(&result_);
}

core::Status Rows::failure() {
  const char* text = duckdb_result_error(&result_);
  if (!text || *text == '\0') return {};
  return core::fail(error_of_duckdb(duckdb_result_error_type(&result_), text));
}

duckdb_data_chunk Rows::next() {
  duckdb_destroy_data_chunk(&chunk_);
  chunk_ = duckdb_fetch_chunk(result_);
  return chunk_;
}

core::Result<Database> Database::open(std::int64_t memory_bytes_max) {
  RECOUPE_TRY(folder, SpillFolder::make());
  Database made;
  made.folder_ = std::move(folder);
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, threads_max);
  const std::pair<const char*, std::string> settings[] = {
      {"memory_limit", std::to_string(memory_bytes_max) + "B"},
      {"threads", std::to_string(threads)},
      {"temp_directory", made.folder_.path()},
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
  };
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name, value.c_str()) == DuckDBError) {
      duckdb_destroy_config(&config);
      return core::fail(engine_fault(std::string("setting ") + name));
    }
  }
  char* error = nullptr;
  const duckdb_state opened = duckdb_open_ext(nullptr, &made.database_, config, &error);
  duckdb_destroy_config(&config);
  if (opened == DuckDBError) {
    const std::string text = error ? error : "";
    duckdb_free(error);
    return core::fail(engine_fault(text));
  }
  if (duckdb_connect(made.database_, &made.connection_) == DuckDBError) return core::fail(engine_fault("no connection"));
  // Only once it is open: what DuckDB may reach from then on is the folder that it spills into, and nothing else.
  RECOUPE_CHECK(made.run("SET enable_external_access = false"));
  RECOUPE_CHECK(made.run("SET lock_configuration = true"));
  return made;
}

Database::Database(Database&& other) noexcept
    : folder_(std::move(other.folder_)),
      database_(std::exchange(other.database_, nullptr)),
      connection_(std::exchange(other.connection_, nullptr)) {}

Database::~Database() {
  duckdb_disconnect(&connection_);
  duckdb_close(&database_);
}

core::Result<Rows> Database::query(const std::string& sql, const core::Cancel& cancel) const {
  duckdb_result result{};
  duckdb_state state = DuckDBError;
  if (cancel.requested()) return core::fail(error_of_duckdb(DUCKDB_ERROR_INTERRUPT, ""));
  {
    const CancelWatch watch(connection_, cancel);
    state = duckdb_query(connection_, sql.c_str(), &result);
  }
  if (state == DuckDBError) {
    const char* text = duckdb_result_error(&result);
    core::Error error = error_of_duckdb(duckdb_result_error_type(&result), text ? text : "");
    duckdb_destroy_result(&result);
    return core::fail(std::move(error));
  }
  return Rows(result);
}

core::Status Database::stream(const std::string& sql, const core::Cancel& cancel,
                              const std::function<core::Status(duckdb_data_chunk)>& visit) const {
  if (cancel.requested()) return core::fail(error_of_duckdb(DUCKDB_ERROR_INTERRUPT, ""));
  duckdb_prepared_statement statement = nullptr;
  duckdb_result made{};
  const CancelWatch watch(connection_, cancel);
  duckdb_state state = duckdb_prepare(connection_, sql.c_str(), &statement);
  if (state == DuckDBError) {
    core::Error error = engine_fault(duckdb_prepare_error(statement));
    duckdb_destroy_prepare(&statement);
    return core::fail(std::move(error));
  }
  state = duckdb_execute_prepared_streaming(statement, &made);
  Rows rows(made);
  core::Status visited;
  while (state == DuckDBSuccess && visited) {
    duckdb_data_chunk chunk = rows.next();
    if (!chunk || duckdb_data_chunk_get_size(chunk) == 0) break;
    visited = visit(chunk);
  }
  if (visited) visited = rows.failure();
  duckdb_destroy_prepare(&statement);
  return visited;
}

core::Status Database::run(const std::string& sql, const core::Cancel& cancel) const {
  RECOUPE_TRY(rows, query(sql, cancel));
  return {};
}

core::Result<std::int64_t> Database::count(const std::string& sql, const core::Cancel& cancel) const {
  RECOUPE_TRY(rows, query(sql, cancel));
  duckdb_data_chunk chunk = rows.next();
  if (!chunk || duckdb_data_chunk_get_size(chunk) == 0) return core::fail(engine_fault("no count: " + sql));
  return *static_cast<const std::int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
}

}  // namespace recoupe::result
