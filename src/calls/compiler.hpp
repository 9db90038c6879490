// The port from a fetch to tool calls. Implemented per dialect in sources/<name>/; called by execute.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "physical/fetch.hpp"
#include "rows/batch.hpp"

namespace recoupe::calls {

/// One MCP tool call, ready to be sent, and what is recorded of it.
struct ToolCall {
  std::string server;
  std::string tool;
  core::Json arguments;
  std::string statement;  // the SQL, or the filter or pipeline as canonical EJSON: for people and evidence
  std::string shape;      // the statement with its literals replaced by ?, free of anything personal
};

/// What of a fetch was pushed, for --explain and for knowing how many rows to expect.
struct Pushed {
  std::vector<bool> filters;  // one per Fetch::filters: the server sees it (perhaps weakened)
  bool keys = false;
  bool keys_exact = false;  // no row comes back but those whose target equals an asked key: such keys may be asked in
                            // several calls; others would give a row twice, so they are asked in one call or not at all
  bool limit = false;
  std::vector<std::string> reasons;  // why not more, in plain English, one per thing left behind
};

struct CompiledFetch {
  ToolCall call;
  Pushed pushed;
};

class Compiler {
 public:
  virtual ~Compiler() = default;
  /// Compiles a fetch to its first call, pushing only what keeps every row that qualifies (LANGUAGE.md, last section).
  /// `keys`: the values for Fetch::keys (one column, distinct, no NULL), at most limits::keys_per_call_max; nullptr: none.
  virtual core::Result<CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) = 0;
  /// Gives the call for the page after a reply, or nothing when the reply was the last. `reply`: the structured content,
  /// or the content items where a server gives no structured one.
  virtual std::optional<ToolCall> next_page(const ToolCall& call, const core::Json& reply) = 0;
  /// Checks a call against the allow-list just before it leaves, independently of how it was made.
  virtual core::Status gate(const ToolCall& call) = 0;
  /// Tells whether asking this fetch by keys is expected to be cheaper than reading it whole.
  virtual bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) = 0;
};

}  // namespace recoupe::calls
