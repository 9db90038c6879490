// What recoupe's own tools look like from outside: names, descriptions, schemas. Gives mcp::Tool. Included by server.
#pragma once

#include "mcp/tool.hpp"

namespace recoupe::serve {

mcp::Tool ask_tool();
mcp::Tool plan_tool();
mcp::Tool run_plan_tool();
mcp::Tool catalog_tool();
mcp::Tool verify_tool();

/// What the model that uses the tools is told first.
extern const char* const instructions;

}  // namespace recoupe::serve
