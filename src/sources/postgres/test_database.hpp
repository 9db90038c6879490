// A schema of its own in the PostgreSQL that POSTGRES_URI names, dropped at the end. Included by tests only.
#pragma once

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

namespace recoupe::sources::postgres {

/// Gives POSTGRES_URI, or "" after saying that the test is skipped.
inline std::string uri_or_skip() {
  const char* uri = std::getenv("POSTGRES_URI");
  if (!uri) MESSAGE("skipped: POSTGRES_URI is not set");
  return uri ? uri : "";
}

class TestDatabase {
 public:
  explicit TestDatabase(const std::string& uri)
      : schema("recoupe_test_" + std::to_string(::getpid())), connection_(PQconnectdb(uri.c_str())) {
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    run("CREATE SCHEMA " + schema);
    run("SET search_path = " + schema + ", public");
  }
  ~TestDatabase() {
    run("DROP SCHEMA " + schema + " CASCADE");
    PQfinish(connection_);
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  void run(const std::string& sql) { CHECK_MESSAGE(succeeds(sql), std::string(PQerrorMessage(connection_))); }

  bool succeeds(const std::string& sql) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    return ok;
  }

  std::string value(const std::string& sql) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const std::string text = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    return text;
  }

  const std::string schema;

 private:
  PGconn* connection_;
};

}  // namespace recoupe::sources::postgres
