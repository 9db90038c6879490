// Variables of a .env file, as docker and others read it. Takes its text, gives pairs. Included by run and mcp's configuration.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "wire/environment.hpp"

namespace recoupe::wire {

/// Reads NAME=value lines: `#` comments, `export `, quotes of both kinds; no file: no variables.
/// Errors: `invalid_config` with the line's number, never its text (it may hold a secret).
core::Result<Variables> read_dotenv(const std::filesystem::path& path);

}  // namespace recoupe::wire
