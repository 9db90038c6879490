// Checks a call's arguments against the names in the tool's input schema. Takes a tool and arguments, gives what is
// wrong with them. Included by conversation.
#pragma once

#include <optional>

#include "core/error.hpp"
#include "mcp/tool.hpp"

namespace recoupe::mcp {

/// Gives `usage` when a required argument is absent, or one is there that the schema neither names nor lets pass.
std::optional<core::Error> flaw_in_arguments(const Tool& tool, const core::Json& arguments);

}  // namespace recoupe::mcp
