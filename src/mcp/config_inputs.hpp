// What VS Code's form of .mcp.json has beyond variables: inputs that a person would be asked for, the workspace's folder.
// Takes a way to look variables up, gives one that knows these too. Included by config and expand.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "wire/environment.hpp"

namespace recoupe::mcp {

/// Gives the variable that stands for an input: "api-key" is INPUT_API_KEY.
std::string input_variable(std::string_view input);

/// Adds "input:id", "env:NAME" and "workspaceFolder" to what can be looked up. `inputs`: the file's list, or nullptr.
/// The lookup given must outlive the one that comes back.
wire::Lookup lookup_with_inputs(const wire::Lookup& lookup, const core::Json* inputs, const std::filesystem::path& workspace);

}  // namespace recoupe::mcp
