// Speaks MCP to one server, whichever revision it knows. Takes a transport, gives its tools, resources and their results.
// Included by catalog, sources, execute and run.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/limits.hpp"
#include "core/result.hpp"
#include "mcp/tool.hpp"
#include "mcp/transport.hpp"

namespace recoupe::mcp {

inline constexpr int input_rounds_max = 8;       // answers that ask for more before a result, of one request
inline constexpr std::size_t inputs_max = 32;    // asked for in one of them
inline constexpr std::size_t resources_max = 10'000;  // of one server

/// Answers what a server asks of its client in the middle of a call; nothing: it is declined. Called from any thread.
using InputAnswer = std::function<std::optional<core::Json>(const std::string& method, const core::Json& params)>;

struct ClientOptions {
  std::string server;  // its name in .mcp.json, for messages
  Implementation self = {"recoupe", "0"};
  int start_timeout_ms = core::limits::start_timeout_ms;
  int discover_timeout_ms = core::limits::discover_timeout_ms;
  core::Cancel cancel = {};  // of the connecting alone
  core::Json capabilities = core::Json::object();  // recoupe offers none: no sampling, no elicitation, no roots
  InputAnswer answer = {};
};

struct CallOptions {
  int timeout_ms = core::limits::call_timeout_ms;
  core::Cancel cancel = {};
  ProgressSink on_progress = {};  // called on the calling thread
};

/// A connected server. Several threads may call at once. No call of a tool is ever sent twice, but where the server says
/// itself that it did not take it.
class Client {
 public:
  /// Opens the transport and agrees on a version. Errors: `unreachable`, `authentication`, `server_exited`,
  /// `server_protocol`, `server_error`, `timeout`, `interrupted`.
  static core::Result<std::unique_ptr<Client>> connect(std::unique_ptr<Transport> transport, ClientOptions options);
  /// Closes.
  ~Client();

  /// Gives every tool, over as many pages as it takes. In the modern era a tool whose schema marks arguments for header
  /// fields in a way that is not valid is left out.
  core::Result<std::vector<Tool>> list_tools(const CallOptions& options = {});
  /// Calls a tool. What the tool itself says went wrong is a result with `is_error`; a JSON-RPC error is `server_error`.
  /// When the server said that its tools changed, the list is read again first: a tool whose definition is another than
  /// the one first seen is not called (`policy`).
  core::Result<ToolResult> call_tool(const std::string& name, core::Json arguments, const CallOptions& options = {});
  /// Gives every resource, over as many pages as it takes.
  core::Result<std::vector<Resource>> list_resources(const CallOptions& options = {});
  /// Reads a resource, which a result's `resource_link` may have named.
  core::Result<std::vector<ResourceContent>> read_resource(const std::string& uri, const CallOptions& options = {});

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
