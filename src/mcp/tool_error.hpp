// How an Error travels in a tool's result and comes out the same at the other end, the one place for both ways:
// {"error": {"code", "origin", "stage", "message": {"en","fr"}, "remedy": {"en","fr"}, "retryable", "candidates"?}}.
// Included by server conversations, sources and execute.
#pragma once

#include <string>

#include "core/error.hpp"
#include "mcp/tool.hpp"

namespace recoupe::mcp {

/// Writes an error as a result with `is_error`: structured, and in English as text.
ToolResult failed_result(const core::Error& error);

/// Reads the error of a result with `is_error`. Of our own servers: the same error again. Of others: `server_error`
/// with the words they give.
core::Error error_in(const ToolResult& result, const std::string& server, const std::string& tool);

}  // namespace recoupe::mcp
