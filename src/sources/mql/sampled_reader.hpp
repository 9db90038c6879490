// The catalog of a server that describes nothing: types from what sampled documents hold. Implements catalog::Reader for
// every server whose tools are described by forms. Included by the folders of those servers.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "catalog/reader.hpp"
#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mql {

class SampledReader final : public catalog::Reader {
 public:
  explicit SampledReader(std::shared_ptr<const ToolForms> forms) : forms_(std::move(forms)) {}
  core::Result<catalog::Source> read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) override;
  /// MongoDB declares none.
  core::Result<std::vector<catalog::Relation>> relations(mcp::Client& client, const std::string& server,
                                                         const core::Cancel& cancel) override;
  /// Gives values that `read` saw: asking once more for each field would cost a reading each.
  core::Result<std::vector<std::string>> sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                       std::int64_t count_max, const core::Cancel& cancel) override;
  core::Result<std::vector<catalog::Field>> look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                     const core::Cancel& cancel) override;

 private:
  core::Result<catalog::Table> read_table(mcp::Client& client, const Collection& collection, const core::Cancel& cancel);

  std::shared_ptr<const ToolForms> forms_;
  std::map<std::string, std::set<std::string>> values_;  // by database, collection and path; texts of what a key may be
};

}  // namespace recoupe::sources::mql
