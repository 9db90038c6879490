// A server as plain data: who it is, its tools and what runs behind them. Takes handlers, served by serve_stdio and HttpService
// (another program's client) or make_in_process_transport (our own client). Included by sources/*/server and cli.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "mcp/tool.hpp"

namespace recoupe::mcp {

/// What a handler is told about the call it answers.
struct CallContext {
  core::Cancel cancel;    // look at it at least every Cancel::poll_ms; the answer of a cancelled call is dropped
  ProgressSink progress;  // never empty; does nothing where nobody asked
};

/// Answers one call. Its arguments are an object whose names the input schema knows, the required ones there; their
/// types are for the handler to check. Several calls run at once. An Error becomes a result with `is_error`
/// (mcp/tool_error.hpp).
using ToolHandler = std::function<core::Result<ToolResult>(const core::Json& arguments, const CallContext& context)>;

struct ServedTool {
  Tool tool;
  ToolHandler handler;
};

struct Server {
  Implementation self;
  std::string instructions;  // for the model that uses the tools
  std::vector<ServedTool> tools;
};

/// Makes a server of its own for one client.
using ServerFactory = std::function<core::Result<std::shared_ptr<const Server>>()>;

/// Gives a result that holds one JSON value.
ToolResult structured_result(core::Json structured);

}  // namespace recoupe::mcp
