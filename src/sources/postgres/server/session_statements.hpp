// Our own session as a way to run the statements that describe what a database holds. Takes a session in its transaction.
// Included by the server's tools.
#pragma once

#include "sources/postgres/server/admission.hpp"
#include "sources/postgres/server/session.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::postgres {

class SessionStatements final : public sql::Statements {
 public:
  SessionStatements(Session& session, const core::Cancel& cancel) : session_(session), cancel_(cancel) {}

  core::Result<std::vector<TextRow>> catalog_rows(const sql::Query& query, const std::vector<Text>& parameters) override {
    RECOUPE_TRY(found, session_.rows(query.sql, parameters, cancel_));
    return std::move(found.rows);
  }
  core::Result<std::vector<TextRow>> data_rows(const sql::Query& query) override {
    RECOUPE_CHECK(admit(session_, query.sql, cancel_));
    return catalog_rows(query, {});
  }

 private:
  Session& session_;
  const core::Cancel& cancel_;
};

}  // namespace recoupe::sources::postgres
