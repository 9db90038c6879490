// The protocol's revisions and the words they use. Constants only. Included by the mcp folder.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace recoupe::mcp {

/// Legacy: a session opened by `initialize`. Modern: every request says its version itself.
enum class Era { legacy, modern };

inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::array<std::string_view, 4> legacy_versions = {"2025-11-25", "2025-06-18", "2025-03-26",
                                                                    "2024-11-05"};

constexpr bool is_legacy_version(std::string_view version) {
  return std::ranges::find(legacy_versions, version) != legacy_versions.end();
}

namespace method {
inline constexpr std::string_view discover = "server/discover";
inline constexpr std::string_view initialize = "initialize";
inline constexpr std::string_view initialized = "notifications/initialized";
inline constexpr std::string_view ping = "ping";
inline constexpr std::string_view list_tools = "tools/list";
inline constexpr std::string_view call_tool = "tools/call";
inline constexpr std::string_view list_resources = "resources/list";
inline constexpr std::string_view read_resource = "resources/read";
inline constexpr std::string_view elicit = "elicitation/create";
inline constexpr std::string_view listen = "subscriptions/listen";
inline constexpr std::string_view tools_changed = "notifications/tools/list_changed";
inline constexpr std::string_view cancelled = "notifications/cancelled";
inline constexpr std::string_view progress = "notifications/progress";
}  // namespace method

namespace meta {
inline constexpr std::string_view version = "io.modelcontextprotocol/protocolVersion";
inline constexpr std::string_view client_capabilities = "io.modelcontextprotocol/clientCapabilities";
inline constexpr std::string_view client_info = "io.modelcontextprotocol/clientInfo";
inline constexpr std::string_view server_info = "io.modelcontextprotocol/serverInfo";
inline constexpr std::string_view progress_token = "progressToken";
}  // namespace meta

/// Header fields of the protocol over HTTP.
namespace header {
inline constexpr const char* version = "MCP-Protocol-Version";
inline constexpr const char* session = "Mcp-Session-Id";
inline constexpr const char* method = "Mcp-Method";
inline constexpr const char* name = "Mcp-Name";
inline constexpr const char* argument = "Mcp-Param-";  // and the name that the tool's schema gives
inline constexpr const char* last_event = "Last-Event-ID";
}  // namespace header

namespace mcp_code {
inline constexpr std::int64_t header_mismatch = -32020;
inline constexpr std::int64_t missing_capability = -32021;
inline constexpr std::int64_t unsupported_version = -32022;
inline constexpr std::int64_t busy = -32000;
}  // namespace mcp_code

}  // namespace recoupe::mcp
