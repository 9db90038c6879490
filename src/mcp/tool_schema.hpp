// How our servers describe their tools: the pieces of an input schema, and a tool that only reads.
// Takes words and limits, gives JSON Schema and a Tool. Included by sources/*/server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mcp/tool.hpp"

namespace recoupe::mcp::schema {

core::Json text(std::string description);
core::Json texts(std::string description);
core::Json document(std::string description);
/// A whole number from 1 to `max`.
core::Json whole_number(std::int64_t max, std::string description);

/// Makes a tool with the annotations of one that only reads; it takes `properties` and no others.
Tool read_only(std::string_view name, std::string title, std::string description, core::Json properties,
               core::Json required);

}  // namespace recoupe::mcp::schema
