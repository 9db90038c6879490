// Another server's tool as a way to run the statements that describe what a database holds. Takes a client and its tool.
// Included by carried_reader.
#pragma once

#include "core/cancel.hpp"
#include "mcp/client.hpp"
#include "sources/sql/carried_dialect.hpp"
#include "sources/sql/gate.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::sql {

class CarriedStatements final : public Statements {
 public:
  CarriedStatements(mcp::Client& client, const SqlTool& tool, const core::Cancel& cancel)
      : client_(client), tool_(tool), cancel_(cancel) {}

  core::Result<std::vector<TextRow>> catalog_rows(const Query& query, const std::vector<Text>& parameters) override;
  core::Result<std::vector<TextRow>> data_rows(const Query& query) override;

 private:
  core::Result<std::vector<TextRow>> rows(const Query& query, const core::Json& parameters, Reach reach);

  mcp::Client& client_;
  const SqlTool& tool_;
  const core::Cancel& cancel_;
};

}  // namespace recoupe::sources::sql
