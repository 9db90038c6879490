// The tools of mcp-mongo-server: their names, arguments and replies. Implements mql::ToolForms.
// Included by speaker and tests.
#pragma once

#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mcp_mongo_server {

class Forms final : public mql::ToolForms {
 public:
  [[nodiscard]] std::span<const mql::ReadTool> tools() const override;
  [[nodiscard]] mql::Invocation aggregate(const mql::Collection& collection, core::Json pipeline) const override;
  [[nodiscard]] mql::Invocation count(const mql::Collection& collection) const override;
  core::Result<std::vector<mql::Collection>> collections(mcp::Client& client, const core::Cancel& cancel) const override;
  [[nodiscard]] std::optional<mql::Page> page_in(const core::Json& reply) const override;
  [[nodiscard]] std::optional<std::int64_t> count_in(const core::Json& reply) const override;
  [[nodiscard]] std::optional<core::Json> filter(const core::Json& filter, const catalog::Table& table) const override;
  [[nodiscard]] std::optional<core::Json> constant(const core::Json& value) const override;
  [[nodiscard]] std::int64_t page_rows() const override;
  [[nodiscard]] std::span<const std::string_view> untold_types() const override;
};

}  // namespace recoupe::sources::mcp_mongo_server
