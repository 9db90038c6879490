// What a PostgreSQL database holds, read through its own server's tools. Takes a connected client, gives the catalog's
// part. Included by source.cpp and tests.
#pragma once

#include <map>
#include <string>

#include "catalog/reader.hpp"

namespace recoupe::sources::postgres {

class Reader final : public catalog::Reader {
 public:
  core::Result<catalog::Source> read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) override;
  core::Result<std::vector<catalog::Relation>> relations(mcp::Client& client, const std::string& server,
                                                         const core::Cancel& cancel) override;
  core::Result<std::vector<std::string>> sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                       std::int64_t count_max, const core::Cancel& cancel) override;
  core::Result<std::vector<catalog::Field>> look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                     const core::Cancel& cancel) override;
};

}  // namespace recoupe::sources::postgres
