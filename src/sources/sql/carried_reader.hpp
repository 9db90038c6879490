// What a PostgreSQL holds, read through a server that takes SQL text. Takes a connected client, gives the catalog's part.
// Included by carried_dialect.
#pragma once

#include "catalog/reader.hpp"
#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::sql {

class CarriedReader final : public catalog::Reader {
 public:
  explicit CarriedReader(SqlTool tool) : tool_(std::move(tool)) {}
  core::Result<catalog::Source> read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) override;
  core::Result<std::vector<catalog::Relation>> relations(mcp::Client& client, const std::string& server,
                                                         const core::Cancel& cancel) override;
  core::Result<std::vector<std::string>> sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                       std::int64_t count_max, const core::Cancel& cancel) override;
  core::Result<std::vector<catalog::Field>> look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                     const core::Cancel& cancel) override;

 private:
  SqlTool tool_;
};

}  // namespace recoupe::sources::sql
