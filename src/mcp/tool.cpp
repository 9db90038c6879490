#include "mcp/tool.hpp"

#include <charconv>
#include <system_error>
#include <utility>

#include "core/hash.hpp"

namespace recoupe::mcp {

namespace {

core::Json member_or_null(const core::Json& json, std::string_view key) {
  const core::Json* found = json.find(key);
  return found ? *found : core::Json();
}

std::optional<double> number(const core::Json* json) {
  if (!json || !json->if_number()) return std::nullopt;
  const std::string& text = json->if_number()->text;
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

core::Json to_json(const Implementation& implementation) {
  return core::Json::object({{"name", implementation.name}, {"version", implementation.version}});
}

Implementation implementation_of(const core::Json& json) { return {json.text("name"), json.text("version")}; }

core::Json to_json(const Tool& tool) {
  core::Json json = core::Json::object({{"name", tool.name}});
  if (!tool.title.empty()) json.set("title", tool.title);
  json.set("description", tool.description);
  json.set("inputSchema", tool.input_schema);
  if (!tool.output_schema.is_null()) json.set("outputSchema", tool.output_schema);
  if (!tool.annotations.is_null()) json.set("annotations", tool.annotations);
  return json;
}

std::optional<Tool> tool_of(const core::Json& json) {
  Tool tool{.name = json.text("name"),
            .title = json.text("title"),
            .description = json.text("description"),
            .input_schema = member_or_null(json, "inputSchema"),
            .output_schema = member_or_null(json, "outputSchema"),
            .annotations = member_or_null(json, "annotations"),
            .digest = core::named(core::sha256(core::canonical(json)))};
  if (tool.name.empty() || !tool.input_schema.if_object()) return std::nullopt;
  return tool;
}

std::optional<Resource> resource_of(const core::Json& json) {
  Resource resource{.uri = json.text("uri"),
                    .name = json.text("name"),
                    .title = json.text("title"),
                    .description = json.text("description"),
                    .mime_type = json.text("mimeType")};
  return resource.uri.empty() ? std::nullopt : std::optional(std::move(resource));
}

std::optional<ResourceContent> content_of(const core::Json& json) {
  const core::Json* text = json.find("text");
  const core::Json* blob = json.find("blob");
  if (!(text && text->if_string()) && !(blob && blob->if_string())) return std::nullopt;
  return ResourceContent{.uri = json.text("uri"),
                         .mime_type = json.text("mimeType"),
                         .text = json.text("text"),
                         .blob = json.text("blob")};
}

std::optional<Progress> progress_of(const core::Json& params) {
  const auto done = number(params.find("progress"));
  if (!done) return std::nullopt;
  return Progress{*done, number(params.find("total")), params.text("message")};
}

}  // namespace recoupe::mcp
