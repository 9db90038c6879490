#include "mcp/server.hpp"

#include <utility>

namespace recoupe::mcp {

ToolResult structured_result(core::Json structured) {
  return {.is_error = false, .content = {}, .structured = std::move(structured)};
}

}  // namespace recoupe::mcp
