// What both ends say about tools: a tool, a result, progress, who is speaking. Included by client, server and sources.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/json.hpp"

namespace recoupe::mcp {

/// The name and version of a program that speaks the protocol.
struct Implementation {
  std::string name;
  std::string version;
};

struct Tool {
  std::string name;
  std::string title;
  std::string description;
  core::Json input_schema;
  core::Json output_schema;  // null: none
  core::Json annotations;    // null: none
  std::string digest = {};   // "sha256:…" of the whole definition as the server gave it; "" of one made here
};

struct ToolResult {
  bool is_error = false;
  core::Json content = {};     // array of content items; null in a handler's result: made from `structured`
  core::Json structured = {};  // null: none
};

struct Progress {
  double done = 0;
  std::optional<double> total = {};
  std::string message = {};
};

/// What resources/list says of one resource.
struct Resource {
  std::string uri;
  std::string name;
  std::string title;
  std::string description;
  std::string mime_type;
};

/// One part of a resource that was read.
struct ResourceContent {
  std::string uri;
  std::string mime_type;
  std::string text;  // of a text
  std::string blob;  // of anything else: base64
};

using ProgressSink = std::function<void(const Progress&)>;

core::Json to_json(const Implementation& implementation);
Implementation implementation_of(const core::Json& json);
core::Json to_json(const Tool& tool);
/// Reads one item of tools/list; nothing when it has no name or no input schema.
std::optional<Tool> tool_of(const core::Json& json);
/// Reads one item of resources/list; nothing when it has no address.
std::optional<Resource> resource_of(const core::Json& json);
/// Reads one item of a resource's contents; nothing when it holds neither text nor blob.
std::optional<ResourceContent> content_of(const core::Json& json);
/// Reads the parameters of notifications/progress.
std::optional<Progress> progress_of(const core::Json& params);

}  // namespace recoupe::mcp
