// A fetch from a MongoDB collection as a call of our server's `find`. Implements calls::Compiler.
// Included by source.cpp and tests.
#pragma once

#include "calls/compiler.hpp"

namespace recoupe::sources::mongodb {

inline constexpr std::int64_t read_whole_max = 200'000;      // documents that are sooner read than asked for by key
inline constexpr std::int64_t keys_always_pay_max = 4;       // so few keys cost no more than a filter
inline constexpr std::int64_t documents_per_key_min = 50;    // below, the keys ask for too large a part

class Compiler final : public calls::Compiler {
 public:
  core::Result<calls::CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) override;
  std::optional<calls::ToolCall> next_page(const calls::ToolCall& call, const core::Json& reply) override;
  core::Status gate(const calls::ToolCall& call) override;
  bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) override;
};

}  // namespace recoupe::sources::mongodb
