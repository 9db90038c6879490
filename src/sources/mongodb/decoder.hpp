// Replies of find to typed columns. A document whose value fits the column's type neither as it is nor exactly changed
// is left out and counted. Implements rows::Decoder. Included by source.cpp and tests.
#pragma once

#include "rows/decoder.hpp"

namespace recoupe::sources::mongodb {

class Decoder final : public rows::Decoder {
 public:
  core::Result<rows::Decoded> decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) override;
};

}  // namespace recoupe::sources::mongodb
