// The servers of a .mcp.json as other MCP clients read it. Takes its text and a way to look variables up, gives entries
// with every ${VAR} worked out. Included by run and tests.
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

/// How a server is reached.
enum class EntryKind { stdio, http };

struct ServerEntry {
  std::string name;
  EntryKind kind = EntryKind::stdio;
  std::string command;  // of stdio
  std::vector<std::string> args;
  wire::Variables env;
  std::string url;  // of http
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

/// Reads the text of a .mcp.json. `file` is its name, for messages. Errors: `invalid_config`, with line and column where
/// the JSON is broken, and naming the field and the variable where one is not set.
core::Result<Config> parse_config(std::string_view text, const std::string& file, const wire::Lookup& lookup);

/// Reads a .mcp.json. Errors: `invalid_config` when there is no such file, too.
core::Result<Config> read_config(const std::filesystem::path& path, const wire::Lookup& lookup);

/// Refuses entries that this version can't connect to: those over HTTP.
core::Status check_reachable(const ServerEntry& entry);

/// Replaces ${VAR} and ${VAR:-default}; a bare $VAR stays. `place` names the field for the error `invalid_config`.
core::Result<std::string> expand(std::string_view text, const wire::Lookup& lookup, const std::string& place);

}  // namespace recoupe::mcp
