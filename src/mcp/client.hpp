// Speaks MCP to one server, whichever revision it knows. Takes a transport, gives its tools and their results.
// Included by catalog, sources, execute and run.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "mcp/tool.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

struct ClientOptions {
  std::string server;  // its name in .mcp.json, for messages
  Implementation self = {"recoupe", "0"};
  int start_timeout_ms = core::limits::start_timeout_ms;
  int discover_timeout_ms = core::limits::discover_timeout_ms;
  core::Cancel cancel = {};  // of the connecting alone
};

struct CallOptions {
  int timeout_ms = core::limits::call_timeout_ms;
  core::Cancel cancel = {};
  ProgressSink on_progress = {};  // called on the calling thread
};

/// A connected server. Several threads may call at once. Nothing is ever sent twice.
class Client {
 public:
  /// Opens the transport and agrees on a version. Errors: `unreachable`, `server_exited`, `server_protocol`,
  /// `server_error`, `timeout`, `interrupted`.
  static core::Result<std::unique_ptr<Client>> connect(std::unique_ptr<Transport> transport, ClientOptions options);
  /// Closes.
  ~Client();

  /// Gives every tool, over as many pages as it takes.
  core::Result<std::vector<Tool>> list_tools(const CallOptions& options = {});
  /// Calls a tool. What the tool itself says went wrong is a result with `is_error`; a JSON-RPC error is `server_error`.
  core::Result<ToolResult> call_tool(const std::string& name, core::Json arguments, const CallOptions& options = {});

  [[nodiscard]] const std::string& server() const;            // its name in .mcp.json
  [[nodiscard]] const Implementation& server_info() const;    // as it calls itself
  [[nodiscard]] const std::string& protocol_version() const;  // "2026-07-28", …
  [[nodiscard]] const std::string& instructions() const;
  /// Gives how many responses came that nobody waited for: late, repeated, unknown.
  [[nodiscard]] std::int64_t stray_count() const;
  /// Ends the connection; no call may be under way.
  void close();

 private:
  struct State;
  explicit Client(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace recoupe::mcp
