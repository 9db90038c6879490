// The port from a server's reply to typed rows. Implemented per dialect in sources/<name>/; called by execute.
#pragma once

#include "core/result.hpp"
#include "mcp/client.hpp"
#include "physical/fetch.hpp"
#include "rows/batch.hpp"

namespace recoupe::rows {

struct Decoded {
  Batch batch;                       // columns as Fetch::columns
  std::int64_t unreadable = 0;       // rows left out because a value fits no type, counted and shown
  std::int64_t population = -1;      // rows of the whole table in the same snapshot, -1: not told
  std::string snapshot;              // the server's name of what it saw, "" where it has none
  bool complete = false;             // no page follows
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual core::Result<Decoded> decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) = 0;
};

}  // namespace recoupe::rows
