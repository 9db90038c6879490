#include "mcp/client.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <utility>

#include "mcp/eras.hpp"
#include "mcp/handshake.hpp"
#include "mcp/server_errors.hpp"

namespace recoupe::mcp {

using core::Json;

struct Client::State final : Listener {
  std::unique_ptr<Transport> transport;
  ClientOptions options;
  Agreement agreement;
  std::atomic<std::int64_t> last_id = 0;
  std::atomic<std::int64_t> strays = 0;
  std::mutex mutex;
  std::optional<wire::Response> first_stray;  // of the handshake: a discovery that came late

  Json next_id() { return Json(++last_id); }

  /// recoupe declares no capability: no sampling, no elicitation, no roots.
  wire::Response on_request(wire::Request request) override {
    if (request.method == method::ping) return {std::move(request.id), Json::object(), std::nullopt};
    std::string message = request.method + " is not supported";
    return wire::refusal(std::move(request.id), wire::rpc_code::method_not_found, std::move(message));
  }

  void on_notification(wire::Notification) override {}  // logs and list changes: nothing here depends on them

  void on_stray(wire::Response response) override {
    ++strays;
    const std::lock_guard lock(mutex);
    if (!first_stray) first_stray = std::move(response);
  }

  std::optional<wire::Response> late_answer(const Json& id) {
    const std::lock_guard lock(mutex);
    return first_stray && first_stray->id == id ? std::move(first_stray) : std::nullopt;
  }

  core::Result<Json> request(std::string_view method, Json params, const CallOptions& call);
  core::Result<ToolResult> tool_result(Json result, const std::string& tool) const;
};

/// Sends one request of the agreed era and gives its complete result.
core::Result<Json> Client::State::request(std::string_view method, Json params, const CallOptions& call) {
  Json id = next_id();
  Json meta = agreement.era == Era::modern ? modern_meta(options.self) : Json();
  Exchange how{.timeout_ms = call.timeout_ms, .cancel = call.cancel, .announce_end = true, .on_progress = {}};
  if (call.on_progress) {
    meta.set(meta::progress_token, id);
    how.on_progress = [&call](const Json& said) {
      if (auto progress = progress_of(said)) call.on_progress(*progress);
    };
  }
  if (!meta.is_null()) params.set("_meta", std::move(meta));
  RECOUPE_TRY(response, transport->exchange({std::move(id), std::string(method), std::move(params)}, how));
  if (response.error) {
    return core::fail(refused_by_server(options.server, std::string(method), response.error->code,
                                        transport->shown(response.error->message)));
  }
  if (!response.result.if_object()) {
    return core::fail(broke_protocol(options.server, {"a result is no object", "un résultat n'est pas un objet"}));
  }
  const std::string type = response.result.text("resultType", "complete");
  if (type != "complete") {
    const std::string shown = transport->shown(type);
    return core::fail(broke_protocol(options.server, {"it answers " + shown + ", which recoupe did not offer",
                                                      "il répond " + shown + ", que recoupe n'a pas proposé"}));
  }
  return std::move(response.result);
}

core::Result<ToolResult> Client::State::tool_result(Json result, const std::string& tool) const {
  ToolResult read{.is_error = result.boolean("isError"), .content = {}, .structured = {}};
  for (auto& [key, value] : *result.if_object()) {
    if (key == "content") read.content = std::move(value);
    if (key == "structuredContent") read.structured = std::move(value);
  }
  if (!read.content.if_array() && read.structured.is_null()) {
    return core::fail(broke_protocol(options.server, {"the result of " + tool + " has no content",
                                                      "le résultat de " + tool + " n'a pas de contenu"}));
  }
  if (read.content.is_null()) read.content = Json::array();
  if (read.is_error && read.content.if_array()) {
    for (Json& item : *read.content.if_array()) {
      if (item.text("type") == "text") item.set("text", transport->shown(item.text("text")));
    }
  }
  return read;
}

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
                                      .start_timeout_ms = self.options.start_timeout_ms,
                                      .discover_timeout_ms = self.options.discover_timeout_ms,
                                      .cancel = self.options.cancel,
                                      .next_id = [&self] { return self.next_id(); },
                                      .late_answer = [&self](const Json& id) { return self.late_answer(id); }}));
  self.agreement = std::move(agreement);
  return client;
}

Client::Client(std::unique_ptr<State> state) : state_(std::move(state)) {}
Client::~Client() { close(); }
void Client::close() { state_->transport->close(); }

core::Result<std::vector<Tool>> Client::list_tools(const CallOptions& options) {
  std::vector<Tool> tools;
  std::set<std::string> cursors;
  Json params = Json::object();
  for (int page = 0; page < core::limits::list_pages_max; ++page) {
    RECOUPE_TRY(result, state_->request(method::list_tools, params, options));
    const Json* list = result.find("tools");
    if (!list || !list->if_array()) {
      return core::fail(broke_protocol(server(), {"tools/list gives no list", "tools/list ne donne pas de liste"}));
    }
    for (const Json& item : *list->if_array()) {
      if (auto tool = tool_of(item); tool && tools.size() < core::limits::tools_max) tools.push_back(*std::move(tool));
    }
    const Json* cursor = result.find("nextCursor");
    if (!cursor || !cursor->if_string()) return tools;
    if (!cursors.insert(*cursor->if_string()).second) break;
    params.set("cursor", *cursor);
  }
  return core::fail(broke_protocol(server(), {"tools/list never ends", "tools/list ne finit jamais"}));
}

core::Result<ToolResult> Client::call_tool(const std::string& name, Json arguments, const CallOptions& options) {
  if (arguments.is_null()) arguments = Json::object();
  RECOUPE_TRY(result, state_->request(method::call_tool,
                                      Json::object({{"name", name}, {"arguments", std::move(arguments)}}), options));
  return state_->tool_result(std::move(result), name);
}

const std::string& Client::server() const { return state_->options.server; }
const Implementation& Client::server_info() const { return state_->agreement.server; }
const std::string& Client::protocol_version() const { return state_->agreement.version; }
const std::string& Client::instructions() const { return state_->agreement.instructions; }
std::int64_t Client::stray_count() const { return state_->strays; }

}  // namespace recoupe::mcp
