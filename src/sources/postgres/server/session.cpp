#include "sources/postgres/server/session.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include "sources/postgres/server/sql_error.hpp"
#include "wire/broken_pipe_guard.hpp"
#include "wire/deadline.hpp"

namespace recoupe::sources::postgres {
namespace {

constexpr int reply_grace_ms = 5'000;  // beyond statement_timeout before the connection is given up

struct ReleaseResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ReleaseResult>;

std::string text_of(const char* text) { return text ? text : ""; }

/// Finds the SQLSTATE at the end of a libpq message that was made with PQERRORS_SQLSTATE.
std::string sqlstate_in(std::string words) {
  while (!words.empty() && std::isspace(static_cast<unsigned char>(words.back()))) words.pop_back();
  if (words.size() < 6 || words[words.size() - 6] != ' ') return {};
  const std::string state = words.substr(words.size() - 5);
  for (const char c : state) {
    if (!std::isdigit(static_cast<unsigned char>(c)) && !(c >= 'A' && c <= 'Z')) return {};
  }
  return std::isdigit(static_cast<unsigned char>(state[0])) ? state : std::string();
}

/// Waits until the socket can be read or written, or the next look at the cancel flag is due.
void wait_for(int fd, short events, const wire::Deadline& deadline) {
  pollfd waited{.fd = fd, .events = events, .revents = 0};
  ::poll(&waited, 1, deadline.slice_ms());
}

/// Every value's text is to be the same on any server: nothing may hang on a role's or database's settings.
std::string opening(const SessionLimits& limits) {
  return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
         "SET LOCAL search_path = pg_catalog, pg_temp;"
         "SET LOCAL DateStyle = 'ISO, YMD';"
         "SET LOCAL IntervalStyle = 'iso_8601';"
         "SET LOCAL TimeZone = 'UTC';"
         "SET LOCAL extra_float_digits = 1;"
         "SET LOCAL bytea_output = 'hex';"
         "SET LOCAL lc_monetary = 'C';"
         "SET LOCAL lc_numeric = 'C';"
         "SET LOCAL lc_time = 'C';"
         "SET LOCAL standard_conforming_strings = on;"  // the gate's parser reads strings so
         "SET LOCAL transform_null_equals = off;"
         "SET LOCAL cursor_tuple_fraction = 1;"  // every page is read, not only the first
         "SET LOCAL statement_timeout = " + std::to_string(limits.statement_timeout_ms) + ";"
         "SET LOCAL lock_timeout = " + std::to_string(limits.lock_timeout_ms) + ";"
         "SET LOCAL idle_in_transaction_session_timeout = " + std::to_string(limits.idle_timeout_ms) + ";"
         // A backend notices that its client is gone even while it computes.
         "SELECT set_config('client_connection_check_interval', '2s', true)"
         " WHERE version() ~ 'linux' AND current_setting('server_version_num')::int4 >= 140000";
}

constexpr const char* proof =
    "SELECT current_setting('transaction_read_only') = 'on'"
    " AND current_setting('transaction_isolation') = 'repeatable read'"
    " AND current_setting('search_path') = 'pg_catalog, pg_temp'"
    " AND current_setting('TimeZone') = 'UTC'"
    " AND current_setting('standard_conforming_strings') = 'on'"
    " AND current_setting('client_encoding') = 'UTF8'"
    " AND current_setting('statement_timeout') <> '0'";

}  // namespace

core::Result<std::unique_ptr<Session>> Session::connect(const ConnectionOptions& options, const SessionLimits& limits,
                                                        const core::Cancel& cancel) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : options.keywords) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<Session> session(new Session(PQconnectStartParams(keywords.data(), values.data(), 0), limits));
  if (!session->connection_) return core::fail(connection_lost("?"));
  PQsetErrorVerbosity(session->connection_, PQERRORS_SQLSTATE);  // the words would be in the server's language
  RECOUPE_CHECK(session->connect_all_the_way(cancel));
  PQsetErrorVerbosity(session->connection_, PQERRORS_DEFAULT);
  PQsetNoticeProcessor(session->connection_, [](void*, const char*) {}, nullptr);
  return session;
}

core::Status Session::connect_all_the_way(const core::Cancel& cancel) {
  const auto deadline = wire::Deadline::in_ms(limits_.connect_timeout_ms);
  const wire::BrokenPipeGuard guard;
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
    if (cancel.requested()) return core::fail(cancelled());
    if (deadline.passed()) {
      const std::string seconds = std::to_string(limits_.connect_timeout_ms / 1000);
      return core::fail(connection_failed("", place(), text_of(PQuser(connection_)), "no answer within " + seconds + " s"));
    }
    if (PQstatus(connection_) == CONNECTION_BAD) break;
    const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    pollfd waited{.fd = PQsocket(connection_), .events = events, .revents = 0};
    if (::poll(&waited, 1, deadline.slice_ms()) == 0) continue;
    state = PQconnectPoll(connection_);
  }
  if (state == PGRES_POLLING_OK) return {};
  const std::string words = text_of(PQerrorMessage(connection_));
  const std::string sqlstate = PQconnectionNeedsPassword(connection_) ? "28000" : sqlstate_in(words);
  return core::fail(connection_failed(sqlstate, place(), text_of(PQuser(connection_)), words));
}

Session::~Session() {
  if (connection_ && PQtransactionStatus(connection_) == PQTRANS_ACTIVE) cancel_statement();
  const wire::BrokenPipeGuard guard;
  PQfinish(connection_);
}

std::string Session::place() const {
  const std::string host = text_of(PQhost(connection_));
  return (host.empty() ? "localhost" : host) + ":" + text_of(PQport(connection_)) + "/" + text_of(PQdb(connection_));
}

bool Session::in_transaction() const { return PQtransactionStatus(connection_) == PQTRANS_INTRANS; }

core::Status Session::begin(const core::Cancel& cancel) {
  RECOUPE_CHECK(command(opening(limits_), cancel));
  RECOUPE_TRY(proved, rows(proof, {}, cancel));
  const bool holds = proved.rows.size() == 1 && proved.rows[0].size() == 1 && proved.rows[0][0] == "t";
  if (holds && in_transaction()) return {};
  return core::fail(statement_failed("25006", "the read-only transaction could not be proven"));
}

core::Status Session::end() {
  const core::Cancel never;
  RECOUPE_CHECK(command("ROLLBACK", never));
  RECOUPE_CHECK(command("DISCARD ALL", never));
  if (PQtransactionStatus(connection_) == PQTRANS_IDLE) return {};
  return core::fail(connection_lost(place()));
}

/// Runs a text of our own, which may hold several statements.
core::Status Session::command(const std::string& sql, const core::Cancel& cancel) {
  const wire::BrokenPipeGuard guard;
  if (!PQsendQuery(connection_, sql.c_str())) return core::fail(connection_lost(place()));
  if (auto drained = drain(cancel, nullptr); !drained) return core::fail(std::move(drained).error());
  return {};
}

core::Result<std::vector<ResultColumn>> Session::run(const std::string& sql, std::span<const Text> parameters,
                                                     const core::Cancel& cancel, const RowSink& sink) {
  std::vector<const char*> values;
  for (const Text& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  const wire::BrokenPipeGuard guard;
  const int sent = PQsendQueryParams(connection_, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                                     nullptr, nullptr, 0);
  if (!sent) return core::fail(connection_lost(place()));
  PQsetSingleRowMode(connection_);
  return drain(cancel, sink);
}

core::Result<TextRows> Session::rows(const std::string& sql, std::span<const Text> parameters,
                                     const core::Cancel& cancel) {
  TextRows out;
  RECOUPE_TRY(columns, run(sql, parameters, cancel, [&out](TextRow row) { out.rows.push_back(std::move(row)); }));
  out.columns = std::move(columns);
  return out;
}

core::Result<PGresult*> Session::next_result(const core::Cancel& cancel) {
  const auto deadline = wire::Deadline::in_ms(limits_.statement_timeout_ms + reply_grace_ms);
  bool asked_to_stop = false;
  while (PQisBusy(connection_) || PQflush(connection_) == 1) {
    if (cancel.requested() && !asked_to_stop) {
      cancel_statement();
      asked_to_stop = true;
    }
    if (deadline.passed()) {
      cancel_statement();
      return core::fail(took_too_long(place(), limits_.statement_timeout_ms));
    }
    const short writing = PQflush(connection_) == 1 ? POLLOUT : short{0};
    wait_for(PQsocket(connection_), static_cast<short>(POLLIN | writing), deadline);
    if (!PQconsumeInput(connection_)) return core::fail(connection_lost(place()));
  }
  return PQgetResult(connection_);
}

namespace {

std::vector<ResultColumn> columns_of(const PGresult* result) {
  std::vector<ResultColumn> out;
  for (int i = 0; i < PQnfields(result); ++i) out.push_back({PQfname(result, i), PQftype(result, i), PQfmod(result, i)});
  return out;
}

TextRow row_of(const PGresult* result, int row) {
  TextRow out;
  for (int i = 0; i < PQnfields(result); ++i) {
    if (PQgetisnull(result, row, i)) {
      out.emplace_back();
    } else {
      out.emplace_back(std::string(PQgetvalue(result, row, i), static_cast<std::size_t>(PQgetlength(result, row, i))));
    }
  }
  return out;
}

}  // namespace

core::Result<std::vector<ResultColumn>> Session::drain(const core::Cancel& cancel, const RowSink& sink) {
  core::Status status;
  std::vector<ResultColumn> columns;
  for (;;) {
    RECOUPE_TRY(next, next_result(cancel));
    const ResultHandle result(next);
    if (!result) break;
    switch (PQresultStatus(result.get())) {
      case PGRES_SINGLE_TUPLE:
      case PGRES_TUPLES_OK:
        if (columns.empty()) columns = columns_of(result.get());
        for (int row = 0; sink && row < PQntuples(result.get()); ++row) sink(row_of(result.get(), row));
        break;
      case PGRES_COMMAND_OK:
        break;
      default:
        if (!status) break;  // the first failure tells most
        status = core::fail(PQstatus(connection_) == CONNECTION_BAD
                                ? connection_lost(place())
                                : statement_failed(text_of(PQresultErrorField(result.get(), PG_DIAG_SQLSTATE)),
                                                   text_of(PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY))));
    }
  }
  if (status) return columns;
  return core::fail(cancel.requested() ? cancelled() : std::move(status).error());
}

void Session::cancel_statement() {
  PGcancel* cancel = PQgetCancel(connection_);
  if (!cancel) return;
  std::array<char, 256> words{};
  const wire::BrokenPipeGuard guard;
  PQcancel(cancel, words.data(), static_cast<int>(words.size()));
  PQfreeCancel(cancel);
}

}  // namespace recoupe::sources::postgres
