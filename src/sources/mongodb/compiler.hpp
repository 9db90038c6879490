// A fetch from a MongoDB collection as a call of our server's `find`. Implements calls::Compiler.
// Included by source.cpp and tests.
#pragma once

#include "calls/compiler.hpp"

namespace recoupe::sources::mongodb {

class Compiler final : public calls::Compiler {
 public:
  core::Result<calls::CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) override;
  std::optional<calls::ToolCall> next_page(const calls::ToolCall& call, const core::Json& reply) override;
  core::Status gate(const calls::ToolCall& call) override;
  bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) override;
};

}  // namespace recoupe::sources::mongodb
