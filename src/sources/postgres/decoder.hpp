// Replies of `recoupe mcp postgres` as typed rows. Takes a fetch and a page, gives rows::Decoded.
// Included by source.cpp and tests.
#pragma once

#include "rows/decoder.hpp"

namespace recoupe::sources::postgres {

class Decoder final : public rows::Decoder {
 public:
  core::Result<rows::Decoded> decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) override;
};

}  // namespace recoupe::sources::postgres
