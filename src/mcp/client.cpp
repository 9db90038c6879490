#include "mcp/client.hpp"

#include <utility>

#include "mcp/client_state.hpp"
#include "mcp/eras.hpp"
#include "mcp/server_errors.hpp"

namespace recoupe::mcp {

using core::Json;

namespace {

core::Result<ToolResult> tool_result(const Transport& transport, const std::string& server, Json result,
                                     const std::string& tool) {
  ToolResult read{.is_error = result.boolean("isError"), .content = {}, .structured = {}};
  for (auto& [key, value] : *result.if_object()) {
    if (key == "content") read.content = std::move(value);
    if (key == "structuredContent") read.structured = std::move(value);
  }
  if (!read.content.if_array() && read.structured.is_null()) {
    return core::fail(broke_protocol(server, {"the result of " + tool + " has no content",
                                              "le résultat de " + tool + " n'a pas de contenu"}));
  }
  if (read.content.is_null()) read.content = Json::array();
  if (read.is_error && read.content.if_array()) {
    for (Json& item : *read.content.if_array()) {
      if (item.text("type") == "text") item.set("text", transport.shown(item.text("text")));
    }
  }
  return read;
}

/// Refuses a call of a tool whose definition is not the one that was seen first; nothing: it may be called.
std::optional<core::Error> doubt_about(KnownTools::Standing standing, const std::string& server, const std::string& tool) {
  if (standing == KnownTools::Standing::changed) return changed_tool(server, tool);
  if (standing == KnownTools::Standing::gone) return vanished_tool(server, tool);
  return std::nullopt;
}

}  // namespace

core::Result<std::unique_ptr<Client>> Client::connect(std::unique_ptr<Transport> transport, ClientOptions options) {
  auto state = std::make_unique<State>();
  state->transport = std::move(transport);
  state->options = std::move(options);
  std::unique_ptr<Client> client(new Client(std::move(state)));
  State& self = *client->state_;
  RECOUPE_CHECK(self.transport->open(self));
  RECOUPE_TRY(agreement, shake_hands({.transport = *self.transport,
                                      .server = self.options.server,
                                      .self = self.options.self,
                                      .capabilities = self.options.capabilities,
                                      .start_timeout_ms = self.options.start_timeout_ms,
                                      .discover_timeout_ms = self.options.discover_timeout_ms,
                                      .cancel = self.options.cancel,
                                      .next_id = [&self] { return self.next_id(); },
                                      .late_answer = [&self](const Json& id) { return self.late_answer(id); }}));
  self.agreement = std::move(agreement);
  self.start_listening();
  return client;
}

Client::Client(std::unique_ptr<State> state) : state_(std::move(state)) {}
Client::~Client() { close(); }

void Client::close() {
  state_->stop_listening();
  state_->transport->close();
}

core::Result<std::vector<Tool>> Client::list_tools(const CallOptions& options) { return state_->list_tools(options); }

core::Result<ToolResult> Client::call_tool(const std::string& name, Json arguments, const CallOptions& options) {
  State& self = *state_;
  if (arguments.is_null()) arguments = Json::object();
  const bool must_know = self.agreement.era == Era::modern && self.transport->sends_argument_headers();
  if (must_know ? !self.tools.is_current() : self.tools.is_read() && !self.tools.is_current()) {
    RECOUPE_CHECK(self.list_tools(options));
  }
  std::int64_t refusal = 0;
  const auto ask = [&]() -> core::Result<Json> {
    if (auto doubt = doubt_about(self.tools.standing(name), server(), name)) return core::fail(*std::move(doubt));
    const wire::HttpHeaders fields = must_know ? self.tools.header_fields(name, arguments) : wire::HttpHeaders();
    return self.request(method::call_tool, Json::object({{"name", name}, {"arguments", arguments}}), options, fields, &refusal);
  };
  auto result = ask();
  if (!result && must_know && refusal == mcp_code::header_mismatch) {
    // The server did not take the call: its schema asks for other header fields than the one that was read.
    RECOUPE_CHECK(self.list_tools(options));
    result = ask();
  }
  if (!result) return core::fail(std::move(result).error());
  return tool_result(*self.transport, server(), *std::move(result), name);
}

core::Result<std::vector<Resource>> Client::list_resources(const CallOptions& options) {
  std::vector<Resource> resources;
  RECOUPE_CHECK(state_->list(method::list_resources, "resources", options, [&](const Json& item) {
    auto resource = resource_of(item);
    if (resource && resources.size() < resources_max) resources.push_back(*std::move(resource));
  }));
  return resources;
}

core::Result<std::vector<ResourceContent>> Client::read_resource(const std::string& uri, const CallOptions& options) {
  RECOUPE_TRY(result, state_->request(method::read_resource, Json::object({{"uri", uri}}), options));
  const Json* contents = result.find("contents");
  if (!contents || !contents->if_array()) {
    return core::fail(broke_protocol(server(), {"resources/read gives no contents",
                                                "resources/read ne donne pas de contenu"}));
  }
  std::vector<ResourceContent> read;
  for (const Json& item : *contents->if_array()) {
    if (auto content = content_of(item)) read.push_back(*std::move(content));
  }
  return read;
}

const std::string& Client::server() const { return state_->options.server; }
const Implementation& Client::server_info() const { return state_->agreement.server; }
const std::string& Client::protocol_version() const { return state_->agreement.version; }
const std::string& Client::instructions() const { return state_->agreement.instructions; }
std::int64_t Client::stray_count() const { return state_->stray_count(); }

}  // namespace recoupe::mcp
