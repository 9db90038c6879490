// The servers of a .mcp.json as other MCP clients read it, VS Code's form included. Takes its text and a way to look
// variables up, gives entries with every ${VAR} worked out. Included by run and tests.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "wire/environment.hpp"

namespace recoupe::mcp {

/// Our own database servers, which run in this program.
enum class OwnServer { postgres, mongodb };

/// How a server is reached: as a process, over Streamable HTTP, over the HTTP+SSE of 2024-11-05.
enum class EntryKind { stdio, http, sse };

struct ServerEntry {
  std::string name;
  EntryKind kind = EntryKind::stdio;
  std::string command;  // of stdio
  std::vector<std::string> args;
  wire::Variables env;
  std::string url;  // of http and sse
  wire::Variables headers;

  /// Tells whether the entry runs `recoupe mcp postgres` or `recoupe mcp mongodb`.
  [[nodiscard]] std::optional<OwnServer> own() const;
  /// Gives the connection URI of an own server: its first argument beyond `mcp postgres`, else POSTGRES_URI or
  /// MONGODB_URI of its `env`, else "".
  [[nodiscard]] std::string own_uri() const;
};

struct Config {
  std::vector<ServerEntry> servers;  // in the order written

  [[nodiscard]] const ServerEntry* find(std::string_view name) const;
};

/// Reads the text of a .mcp.json: `mcpServers`, or VS Code's `servers` and `inputs`. `file` is its name, for messages;
/// `workspace` is what ${workspaceFolder} stands for, and where an `envFile` is looked for. An input can't be asked for:
/// ${input:api-key} is the variable INPUT_API_KEY, else the input's default. Errors: `invalid_config`, with line and column
/// where the JSON is broken, and naming the field and the variable where one is not set.
core::Result<Config> parse_config(std::string_view text, const std::string& file, const wire::Lookup& lookup,
                                  const std::filesystem::path& workspace = ".");

/// Reads a .mcp.json. Errors: `invalid_config` when there is no such file, too.
core::Result<Config> read_config(const std::filesystem::path& path, const wire::Lookup& lookup);

/// Refuses an entry over HTTP whose address is none or whose header fields can't be sent.
core::Status check_reachable(const ServerEntry& entry);

/// Replaces ${VAR}, ${VAR:-default}, ${env:VAR} and ${input:id}; a bare $VAR stays. `place` names the field for the error
/// `invalid_config`.
core::Result<std::string> expand(std::string_view text, const wire::Lookup& lookup, const std::string& place);

}  // namespace recoupe::mcp
