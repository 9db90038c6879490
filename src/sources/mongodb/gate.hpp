// Which calls our server's tools take. Takes a call, gives nothing or why not.
// Included by the compiler (before sending) and the server (before running).
#pragma once

#include <string_view>

#include "core/json.hpp"

namespace recoupe::sources::mongodb {

/// Checks a call of one of our server's tools: its name, every argument, and what they hold.
/// Errors: `write_refused` for what would write, else `statement_refused`.
core::Status check_call(std::string_view tool, const core::Json& arguments);

}  // namespace recoupe::sources::mongodb
