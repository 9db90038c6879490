// One request, its rounds and its pages (client_state.hpp).
#include <chrono>
#include <limits>
#include <set>
#include <utility>

#include "mcp/client_state.hpp"
#include "mcp/server_errors.hpp"
#include "wire/deadline.hpp"

namespace recoupe::mcp {

using core::Json;

namespace {

constexpr int listen_retries_max = 5;      // streams in a row that end at once
constexpr int listen_pause_ms = 2'000;     // between two

}  // namespace

std::optional<Json> Client::State::answer_to(const std::string& method, const Json& params) const {
  if (options.answer) {
    if (auto answer = options.answer(method, params)) return answer;
  }
  if (method == method::ping) return Json::object();
  // A server that asks a person although nobody said that one is there gets the answer that lets it go on.
  if (method == method::elicit) return Json::object({{"action", "decline"}});
  return std::nullopt;
}

wire::Response Client::State::on_request(wire::Request request) {
  if (auto answer = answer_to(request.method, request.params)) {
    return {std::move(request.id), *std::move(answer), std::nullopt};
  }
  std::string message = request.method + " is not supported";
  return wire::refusal(std::move(request.id), wire::rpc_code::method_not_found, std::move(message));
}

void Client::State::on_notification(wire::Notification notification) {
  if (notification.method == method::tools_changed) tools.forget_list();
}

void Client::State::on_stray(wire::Response response) {
  ++strays_;
  const std::lock_guard lock(mutex_);
  if (!first_stray_) first_stray_ = std::move(response);
}

std::optional<wire::Response> Client::State::late_answer(const Json& id) {
  const std::lock_guard lock(mutex_);
  return first_stray_ && first_stray_->id == id ? std::move(first_stray_) : std::nullopt;
}

core::Result<wire::Response> Client::State::send(std::string_view method, Json params, const CallOptions& call,
                                                 const wire::HttpHeaders& argument_headers) {
  Json id = next_id();
  Json meta = agreement.era == Era::modern ? modern_meta(options.self, options.capabilities) : Json();
  Exchange how{.timeout_ms = call.timeout_ms,
               .cancel = call.cancel,
               .announce_end = true,
               .on_progress = {},
               .argument_headers = argument_headers};
  if (call.on_progress) {
    meta.set(meta::progress_token, id);
    how.on_progress = [&call](const Json& said) {
      if (auto progress = progress_of(said)) call.on_progress(*progress);
    };
  }
  if (!meta.is_null()) params.set("_meta", std::move(meta));
  return transport->exchange({std::move(id), std::string(method), std::move(params)}, how);
}

/// Answers every input that a result asks for; what can't be declined in the protocol's words ends the call.
core::Result<Json> Client::State::answers_to(const Json& inputs) const {
  Json answers = Json::object();
  if (!inputs.if_object() || inputs.if_object()->size() > inputs_max) {
    return core::fail(broke_protocol(options.server, {"inputRequests is no object of reasonable size",
                                                      "inputRequests n'est pas un objet de taille raisonnable"}));
  }
  for (const auto& [key, input] : *inputs.if_object()) {
    const std::string method = input.text("method");
    const Json* params = input.find("params");
    auto answer = answer_to(method, params ? *params : Json::object());
    if (!answer) {
      const std::string shown = transport->shown(method);
      return core::fail(broke_protocol(options.server, {"it asks for " + shown + ", which recoupe did not offer",
                                                        "il demande " + shown + ", que recoupe n'a pas proposé"}));
    }
    answers.set(key, *std::move(answer));
  }
  return answers;
}

core::Result<Json> Client::State::request(std::string_view method, Json params, const CallOptions& call,
                                          const wire::HttpHeaders& argument_headers, std::int64_t* refusal) {
  const wire::Deadline deadline = wire::Deadline::in_ms(call.timeout_ms);
  Json asked = params;
  for (int round = 0; round < input_rounds_max; ++round) {
    RECOUPE_TRY(response, send(method, std::move(asked), call, argument_headers));
    if (response.error) {
      if (refusal) *refusal = response.error->code;
      return core::fail(refused_by_server(options.server, std::string(method), response.error->code,
                                          transport->shown(response.error->message)));
    }
    if (!response.result.if_object()) {
      return core::fail(broke_protocol(options.server, {"a result is no object", "un résultat n'est pas un objet"}));
    }
    const std::string type = response.result.text("resultType", "complete");
    if (type == "complete") return std::move(response.result);
    const bool may_ask = method == method::call_tool || method == method::read_resource;
    if (type != "input_required" || agreement.era != Era::modern || !may_ask) {
      const std::string shown = transport->shown(type);
      return core::fail(broke_protocol(options.server, {"it answers " + shown + ", which recoupe did not offer",
                                                        "il répond " + shown + ", que recoupe n'a pas proposé"}));
    }
    // The same request again under a new id, with what was asked for; the state goes back as it came, or not at all.
    asked = params;
    if (const Json* inputs = response.result.find("inputRequests")) {
      RECOUPE_TRY(answers, answers_to(*inputs));
      asked.set("inputResponses", std::move(answers));
    }
    if (const Json* state = response.result.find("requestState")) asked.set("requestState", *state);
    if (deadline.passed()) return core::fail(timed_out(options.server, std::string(method), call.timeout_ms));
  }
  return core::fail(broke_protocol(options.server, {"it asks for inputs without end", "il demande des données sans fin"}));
}

core::Status Client::State::list(std::string_view method, std::string_view member, const CallOptions& call,
                                 const std::function<void(const Json& item)>& take) {
  std::set<std::string> cursors;
  Json params = Json::object();
  const std::string name(method);
  for (int page = 0; page < core::limits::list_pages_max; ++page) {
    RECOUPE_TRY(result, request(method, params, call));
    const Json* items = result.find(member);
    if (!items || !items->if_array()) {
      return core::fail(broke_protocol(options.server, {name + " gives no list", name + " ne donne pas de liste"}));
    }
    for (const Json& item : *items->if_array()) take(item);
    const Json* cursor = result.find("nextCursor");
    if (!cursor || !cursor->if_string()) return {};
    if (!cursors.insert(*cursor->if_string()).second) break;
    params.set("cursor", *cursor);
  }
  return core::fail(broke_protocol(options.server, {name + " never ends", name + " ne finit jamais"}));
}

core::Result<std::vector<Tool>> Client::State::list_tools(const CallOptions& call) {
  std::vector<Tool> listed;
  const int changes = tools.changes();  // one that is heard of while the list is under way may not be in it
  RECOUPE_CHECK(list(method::list_tools, "tools", call, [&](const Json& item) {
    auto tool = tool_of(item);
    if (!tool || listed.size() >= core::limits::tools_max) return;
    if (agreement.era == Era::modern && !argument_headers_of(tool->input_schema)) return;
    listed.push_back(*std::move(tool));
  }));
  tools.take(listed, changes);
  return listed;
}

void Client::State::start_listening() {
  if (agreement.era != Era::modern || !agreement.announces_tool_changes()) return;
  listener_ = std::thread([this] { listen(); });
}

void Client::State::stop_listening() {
  closing_.request();
  if (listener_.joinable()) listener_.join();
}

void Client::State::listen() {
  const CallOptions forever{.timeout_ms = std::numeric_limits<int>::max(), .cancel = closing_, .on_progress = {}};
  for (int retry = 0; retry < listen_retries_max && !closing_.requested(); ++retry) {
    const auto begun = std::chrono::steady_clock::now();
    const Json wanted = Json::object({{"notifications", Json::object({{"toolsListChanged", true}})}});
    const auto ended = send(method::listen, wanted, forever, {});
    if (ended && ended->error) return;  // it announces changes but not in this way
    if (std::chrono::steady_clock::now() - begun > std::chrono::milliseconds(listen_pause_ms)) retry = 0;
    tools.forget_list();  // what changed meanwhile was not heard
    const auto pause = wire::Deadline::in_ms(listen_pause_ms);
    while (!pause.passed() && !closing_.requested()) std::this_thread::sleep_for(std::chrono::milliseconds(pause.slice_ms()));
  }
}

}  // namespace recoupe::mcp
