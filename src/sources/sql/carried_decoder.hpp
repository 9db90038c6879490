// Replies to carried statements as typed rows. Takes a fetch and a page, gives rows::Decoded. Included by carried_dialect.
#pragma once

#include "rows/decoder.hpp"
#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::sql {

class CarriedDecoder final : public rows::Decoder {
 public:
  explicit CarriedDecoder(SqlTool tool) : tool_(std::move(tool)) {}
  core::Result<rows::Decoded> decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) override;

 private:
  SqlTool tool_;
};

}  // namespace recoupe::sources::sql
