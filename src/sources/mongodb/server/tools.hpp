// What the server's tools look like from outside: names, descriptions, schemas. Gives mcp::Tool. Included by server only.
#pragma once

#include "mcp/tool.hpp"

namespace recoupe::sources::mongodb {

mcp::Tool list_collections_tool();
mcp::Tool describe_collections_tool();
mcp::Tool sample_tool();
mcp::Tool check_role_tool();
mcp::Tool count_tool();
mcp::Tool find_tool();
mcp::Tool aggregate_tool();
mcp::Tool next_page_tool();
mcp::Tool close_tool();

}  // namespace recoupe::sources::mongodb
