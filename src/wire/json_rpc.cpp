#include "wire/json_rpc.hpp"

#include <utility>

namespace recoupe::wire {

namespace {

using core::Json;

Json* member(Json& object, std::string_view key) { return const_cast<Json*>(std::as_const(object).find(key)); }

/// Moves a member out of an object that is about to be dropped; replies may be large.
Json take(Json& object, std::string_view key) {
  Json* found = member(object, key);
  return found ? std::move(*found) : Json();
}

bool is_id(const Json& id) { return id.if_string() || id.if_number(); }
bool are_params(const Json& params) { return params.is_null() || params.if_object() || params.if_array(); }

std::optional<RpcError> parse_error(const Json& error) {
  const Json* code = error.find("code");
  if (!code || !code->as_int64()) return std::nullopt;
  const Json* data = error.find("data");
  return RpcError{*code->as_int64(), error.text("message"), data ? *data : Json()};
}

}  // namespace

std::optional<Message> parse_message(Json json) {
  if (!json.if_object() || json.text("jsonrpc") != "2.0") return std::nullopt;
  const Json* method = json.find("method");
  if (method) {
    if (!method->if_string()) return std::nullopt;
    std::string name = *method->if_string();
    const bool asks = json.find("id") != nullptr;
    Json id = take(json, "id");
    Json params = take(json, "params");
    if (!are_params(params) || (asks && !is_id(id))) return std::nullopt;
    if (asks) return Request{std::move(id), std::move(name), std::move(params)};
    return Notification{std::move(name), std::move(params)};
  }
  Json id = take(json, "id");
  if (const Json* error = json.find("error")) {
    auto parsed = parse_error(*error);
    if (!parsed || !(id.is_null() || is_id(id)) || json.find("result")) return std::nullopt;
    return Response{std::move(id), {}, std::move(parsed)};
  }
  if (!json.find("result") || !is_id(id)) return std::nullopt;
  return Response{std::move(id), take(json, "result"), std::nullopt};
}

Json to_json(Message message) {
  Json json = Json::object({{"jsonrpc", "2.0"}});
  if (auto* request = std::get_if<Request>(&message)) {
    json.set("id", std::move(request->id));
    json.set("method", std::move(request->method));
    if (!request->params.is_null()) json.set("params", std::move(request->params));
  } else if (auto* notification = std::get_if<Notification>(&message)) {
    json.set("method", std::move(notification->method));
    if (!notification->params.is_null()) json.set("params", std::move(notification->params));
  } else {
    auto& response = std::get<Response>(message);
    json.set("id", std::move(response.id));
    if (response.error) {
      Json error = Json::object({{"code", response.error->code}, {"message", std::move(response.error->message)}});
      if (!response.error->data.is_null()) error.set("data", std::move(response.error->data));
      json.set("error", std::move(error));
    } else {
      json.set("result", std::move(response.result));
    }
  }
  return json;
}

Response refusal(Json id, std::int64_t code, std::string message, Json data) {
  return {std::move(id), {}, RpcError{code, std::move(message), std::move(data)}};
}

}  // namespace recoupe::wire
