// The port by which a source tells what it holds. Implemented by sources/<name>/, called by run.
#pragma once

#include "catalog/catalog.hpp"
#include "core/cancel.hpp"
#include "core/result.hpp"
#include "mcp/client.hpp"

namespace recoupe::catalog {

class Reader {
 public:
  virtual ~Reader() = default;
  /// Reads every table, field, key, comment, count and sample that the connected server lets it see.
  virtual core::Result<Source> read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) = 0;
  /// Gives the relations that the source itself declares (foreign keys).
  virtual core::Result<std::vector<Relation>> relations(mcp::Client& client, const std::string& server,
                                                        const core::Cancel& cancel) = 0;
  /// Gives at most `count_max` distinct values of a field, as CAST(x AS STRING) writes them, for finding relations;
  /// none where the source can't tell them cheaply.
  virtual core::Result<std::vector<std::string>> sample_values(mcp::Client& /*client*/, const FieldRef& /*field*/,
                                                               std::int64_t /*count_max*/,
                                                               const core::Cancel& /*cancel*/) {
    return std::vector<std::string>();
  }
  /// Looks in the source for a path that a sample has not seen; gives it and what stands between it and the fields that
  /// are known, with their types; nothing where no row has it.
  virtual core::Result<std::vector<Field>> look_for(mcp::Client& /*client*/, const FieldRef& /*field*/,
                                                    const core::Cancel& /*cancel*/) {
    return std::vector<Field>();
  }
};

}  // namespace recoupe::catalog
