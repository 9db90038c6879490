#include "sources/dialect/dialect.hpp"

#include <algorithm>

namespace recoupe::sources::dialect {

bool has_tool(const std::vector<mcp::Tool>& tools, std::string_view name,
              std::initializer_list<std::string_view> arguments) {
  const auto tool = std::ranges::find(tools, name, &mcp::Tool::name);
  if (tool == tools.end()) return false;
  const core::Json* properties = tool->input_schema.find("properties");
  return std::ranges::all_of(arguments, [&](std::string_view argument) { return properties && properties->find(argument); });
}

}  // namespace recoupe::sources::dialect
