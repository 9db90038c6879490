#include "mcp/tool_schema.hpp"

#include <utility>

namespace recoupe::mcp::schema {

using core::Json;

Json text(std::string description) {
  return Json::object({{"type", "string"}, {"description", std::move(description)}});
}

Json texts(std::string description) {
  return Json::object({{"type", "array"},
                       {"items", Json::object({{"type", "string"}})},
                       {"description", std::move(description)}});
}

Json document(std::string description) {
  return Json::object({{"type", "object"}, {"description", std::move(description)}});
}

Json whole_number(std::int64_t max, std::string description) {
  return Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", max}, {"description", std::move(description)}});
}

Tool read_only(std::string_view name, std::string title, std::string description, Json properties, Json required) {
  Tool tool;
  tool.name = name;
  tool.title = std::move(title);
  tool.description = std::move(description);
  tool.input_schema = Json::object({{"type", "object"},
                                    {"properties", std::move(properties)},
                                    {"required", std::move(required)},
                                    {"additionalProperties", false}});
  tool.annotations = Json::object({{"title", tool.title},
                                   {"readOnlyHint", true},
                                   {"destructiveHint", false},
                                   {"idempotentHint", true},
                                   {"openWorldHint", false}});
  return tool;
}

}  // namespace recoupe::mcp::schema
