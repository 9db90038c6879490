#include "mcp/conversation.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_arguments.hpp"
#include "mcp/tool_error.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;
using wire::refusal;
using wire::Request;
using wire::Response;
namespace rpc_code = wire::rpc_code;

constexpr std::int64_t tools_fresh_ms = 3'600'000;  // the list never changes while the server lives

const Json* meta_in(const Request& request, std::string_view key) {
  const Json* meta = request.params.find("_meta");
  return meta ? meta->find(key) : nullptr;
}

/// Refuses a modern request that lacks what every one must carry; nothing: it is as it should be.
std::optional<Response> flaw_in(Request& request) {
  const Json* version = meta_in(request, meta::version);
  const Json* capabilities = meta_in(request, meta::client_capabilities);
  if (!version || !version->if_string() || !capabilities || !capabilities->if_object()) {
    return refusal(std::move(request.id), rpc_code::invalid_params,
                   "params._meta must hold " + std::string(meta::version) + " and " +
                       std::string(meta::client_capabilities) + ", or the session must begin with initialize");
  }
  if (*version->if_string() == modern_version) return std::nullopt;
  const Json requested = *version;
  return refusal(std::move(request.id), mcp_code::unsupported_version, "Unsupported protocol version",
                 Json::object({{"supported", Json::array({Json(modern_version)})}, {"requested", requested}}));
}

Json tools_capability() { return Json::object({{"tools", Json::object()}}); }

/// Reads the place in the list that a cursor of ours stands for.
std::optional<std::size_t> place_of(const Json* cursor, std::size_t count) {
  if (!cursor || cursor->is_null()) return 0;
  const std::string* text = cursor->if_string();
  if (!text) return std::nullopt;
  std::size_t place = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), place);
  const bool whole = failure == std::errc() && end == text->data() + text->size();
  return whole && place > 0 && place < count ? std::optional(place) : std::nullopt;
}

}  // namespace

Conversation::Conversation(const Server& server, bool text_copies, Send send)
    : server_(server), text_copies_(text_copies), send_(std::move(send)) {}

Conversation::~Conversation() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_.clear();
    for (const auto& [id, cancel] : known_) cancel.request();
    changed_.notify_all();
  }
  for (std::thread& worker : workers_) worker.join();
}

void Conversation::take(wire::Message message) {
  const std::lock_guard lock(taking_);
  if (const auto* notification = std::get_if<wire::Notification>(&message)) return hear(*notification);
  auto* request = std::get_if<Request>(&message);
  if (!request) return;  // a response: this server asks nothing
  bool later = false;
  Response response = answer(*request, later);
  if (!later) send_(std::move(response));
}

bool Conversation::wait_idle(int timeout_ms) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return known_.empty(); });
}

Response Conversation::answer(Request& request, bool& later) {
  if (request.method == method::initialize) return initialize(request);
  const bool is_modern = meta_in(request, meta::version) != nullptr;
  if (!is_modern && request.method == method::ping) return {std::move(request.id), Json::object(), std::nullopt};
  if (is_modern || !initialized_) {
    if (auto flaw = flaw_in(request)) return *std::move(flaw);
  }
  const Era era = is_modern ? Era::modern : Era::legacy;
  if (is_modern && request.method == method::discover) return discover(request);
  if (request.method == method::list_tools) return list_tools(request, era);
  if (request.method == method::call_tool) return call_tool(request, era, later);
  std::string message = "Method not found: " + request.method;
  return refusal(std::move(request.id), rpc_code::method_not_found, std::move(message));
}

Response Conversation::initialize(Request& request) {
  const std::string wanted = request.params.text("protocolVersion");
  if (wanted.empty()) {
    return refusal(std::move(request.id), rpc_code::invalid_params, "protocolVersion is missing");
  }
  initialized_ = true;
  const std::string_view version = is_legacy_version(wanted) ? std::string_view(wanted) : legacy_versions.front();
  Json result = Json::object({{"protocolVersion", version},
                              {"capabilities", tools_capability()},
                              {"serverInfo", to_json(server_.self)}});
  if (!server_.instructions.empty()) result.set("instructions", server_.instructions);
  return {std::move(request.id), std::move(result), std::nullopt};
}

Response Conversation::discover(Request& request) const {
  Json result = Json::object({{"supportedVersions", Json::array({Json(modern_version)})},
                              {"capabilities", tools_capability()},
                              {"ttlMs", tools_fresh_ms},
                              {"cacheScope", "private"}});
  if (!server_.instructions.empty()) result.set("instructions", server_.instructions);
  return {std::move(request.id), completed(std::move(result), Era::modern), std::nullopt};
}

Response Conversation::list_tools(Request& request, Era era) const {
  const auto begin = place_of(request.params.find("cursor"), server_.tools.size());
  if (!begin) return refusal(std::move(request.id), rpc_code::invalid_params, "Unknown cursor");
  const std::size_t end = std::min(*begin + core::limits::tools_page_max, server_.tools.size());
  Json tools = Json::array();
  for (std::size_t i = *begin; i < end; ++i) tools.push(to_json(server_.tools[i].tool));
  Json result = Json::object({{"tools", std::move(tools)}});
  if (end < server_.tools.size()) result.set("nextCursor", std::to_string(end));
  if (era == Era::modern) {
    result.set("ttlMs", tools_fresh_ms);
    result.set("cacheScope", "private");
  }
  return {std::move(request.id), completed(std::move(result), era), std::nullopt};
}

Response Conversation::call_tool(Request& request, Era era, bool& later) {
  const std::string name = request.params.text("name");
  const ServedTool* tool = nullptr;
  for (const ServedTool& served : server_.tools) {
    if (served.tool.name == name) tool = &served;
  }
  if (!tool) return refusal(std::move(request.id), rpc_code::invalid_params, "Unknown tool: " + name);
  Call call{.id = request.id, .era = era, .tool = tool, .arguments = Json::object(), .progress_token = {}, .cancel = {}};
  if (const Json* token = meta_in(request, meta::progress_token)) call.progress_token = *token;
  for (auto& [key, value] : *request.params.if_object()) {
    if (key == "arguments" && !value.is_null()) call.arguments = std::move(value);
  }
  if (!call.arguments.if_object()) {
    return refusal(std::move(request.id), rpc_code::invalid_params, "arguments must be an object");
  }

  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= core::limits::calls_queued_max) {
    return refusal(std::move(request.id), mcp_code::busy, "Too many calls wait already");
  }
  if (!known_.try_emplace(call.id.dump(), call.cancel).second) {
    return refusal(std::move(request.id), rpc_code::invalid_request, "This id is already in use");
  }
  waiting_.push_back(std::move(call));
  if (workers_.size() < calls_running_max && workers_.size() < known_.size()) {
    workers_.emplace_back([this] { work(); });
  }
  changed_.notify_all();
  later = true;
  return {};
}

Json Conversation::completed(Json result, Era era) const {
  if (era == Era::legacy) return result;
  Json meta = Json::object();
  meta.set(meta::server_info, to_json(server_.self));
  result.set("resultType", "complete");
  result.set("_meta", std::move(meta));
  return result;
}

void Conversation::hear(const wire::Notification& notification) {
  if (notification.method != method::cancelled) return;
  const Json* id = notification.params.find("requestId");
  if (!id) return;
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(id->dump());
  if (found != known_.end()) found->second.request();
}

void Conversation::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    Call call = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    run(call);
    lock.lock();
    known_.erase(call.id.dump());
    changed_.notify_all();
  }
}

void Conversation::run(Call& call) {
  if (call.cancel.requested()) return;
  Json result = result_of(call);
  // Whoever cancelled waits for nothing any more.
  if (!call.cancel.requested()) send_(Response{call.id, completed(std::move(result), call.era), std::nullopt});
}

Json Conversation::result_of(Call& call) const {
  double last = -1;
  CallContext context{.cancel = call.cancel, .progress = [this, &call, &last](const Progress& progress) {
                        if (call.progress_token.is_null() || progress.done <= last || call.cancel.requested()) return;
                        last = progress.done;
                        Json params = Json::object({{"progressToken", call.progress_token}, {"progress", progress.done}});
                        if (progress.total) params.set("total", *progress.total);
                        if (!progress.message.empty()) params.set("message", progress.message);
                        send_(wire::Notification{std::string(method::progress), std::move(params)});
                      }};
  ToolResult said;
  if (auto flaw = flaw_in_arguments(call.tool->tool, call.arguments)) {
    said = failed_result(*flaw);
  } else {
    auto answer = call.tool->handler(call.arguments, context);
    said = answer ? *std::move(answer) : failed_result(answer.error());
  }
  if (said.content.is_null()) {
    said.content = Json::array();
    if (text_copies_) {
      said.content.push(Json::object({{"type", "text"}, {"text", said.structured.dump()}}));
    }
  }
  Json result = Json::object({{"content", std::move(said.content)}});
  if (!said.structured.is_null()) result.set("structuredContent", std::move(said.structured));
  if (said.is_error) result.set("isError", true);
  return result;
}

}  // namespace recoupe::mcp
