#include "mcp/tool_arguments.hpp"

#include <utility>

namespace recoupe::mcp {

namespace {

core::Error usage(const Tool& tool, core::Bilingual what) {
  core::Error error;
  error.code = core::Code::usage;
  error.origin = core::Origin::user;
  error.stage = "mcp";
  error.message = std::move(what);
  error.remedy = {"Look at the input schema of " + tool.name + ".", "Consultez le schéma d'entrée de " + tool.name + "."};
  return error;
}

}  // namespace

std::optional<core::Error> flaw_in_arguments(const Tool& tool, const core::Json& arguments) {
  const core::Json* required = tool.input_schema.find("required");
  if (required && required->if_array()) {
    for (const core::Json& name : *required->if_array()) {
      if (!name.if_string() || arguments.find(*name.if_string())) continue;
      return usage(tool, {"The argument " + *name.if_string() + " is missing.",
                          "L'argument " + *name.if_string() + " manque."});
    }
  }
  const core::Json* additional = tool.input_schema.find("additionalProperties");
  if (!additional || !additional->if_bool() || *additional->if_bool()) return std::nullopt;
  const core::Json* known = tool.input_schema.find("properties");
  for (const auto& [name, value] : *arguments.if_object()) {
    if (known && known->find(name)) continue;
    return usage(tool, {"There is no argument " + name + ".", "Il n'y a pas d'argument " + name + "."});
  }
  return std::nullopt;
}

}  // namespace recoupe::mcp
