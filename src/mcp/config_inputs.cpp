#include "mcp/config_inputs.hpp"

#include <map>
#include <optional>
#include <utility>

namespace recoupe::mcp {

std::string input_variable(std::string_view input) {
  std::string name = "INPUT_";
  for (const char c : input) {
    const bool is_small = c >= 'a' && c <= 'z';
    const bool is_plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name.push_back(is_small ? static_cast<char>(c - ('a' - 'A')) : is_plain ? c : '_');
  }
  return name;
}

wire::Lookup lookup_with_inputs(const wire::Lookup& lookup, const core::Json* inputs, const std::filesystem::path& workspace) {
  std::map<std::string, std::string, std::less<>> defaults;
  if (inputs && inputs->if_array()) {
    for (const core::Json& input : *inputs->if_array()) {
      const core::Json* given = input.find("default");
      if (given && given->if_string()) defaults[input.text("id")] = *given->if_string();
    }
  }
  return [&lookup, defaults = std::move(defaults), folder = workspace.string()](std::string_view name) -> std::optional<std::string> {
    if (name.starts_with("env:")) return lookup(name.substr(4));
    if (name == "workspaceFolder") return folder;
    if (!name.starts_with("input:")) return lookup(name);
    const std::string_view input = name.substr(6);
    if (auto value = lookup(input_variable(input))) return value;
    const auto found = defaults.find(input);
    return found == defaults.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace recoupe::mcp
