// What can go wrong with a server, said the same way by every transport, in both languages.
// Takes the server's name and what was seen, gives an Error. Included by the mcp folder.
#pragma once

#include <string>

#include <cstdint>

#include "core/error.hpp"

namespace recoupe::mcp {

/// The server ended; `how`: "exit code 1"; `words`: the end of its stderr, fit to be shown.
core::Error exited(const std::string& server, const core::Bilingual& how, const std::string& words);
/// The server said something that is not the protocol.
core::Error broke_protocol(const std::string& server, const core::Bilingual& what);
/// No answer came in time.
core::Error timed_out(const std::string& server, const std::string& method, int timeout_ms);
core::Error interrupted(const std::string& server);
/// The server answered with a JSON-RPC error.
core::Error refused_by_server(const std::string& server, const std::string& method, std::int64_t code,
                              const std::string& words);
/// A tool's definition is another than the one first seen, or it is not offered any more; it was not called.
core::Error changed_tool(const std::string& server, const std::string& tool);
core::Error vanished_tool(const std::string& server, const std::string& tool);
/// The tool's own result says that it failed.
core::Error failed_tool(const std::string& server, const std::string& tool, const std::string& words);

}  // namespace recoupe::mcp
