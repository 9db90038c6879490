#include "mcp/http_post.hpp"

#include <optional>
#include <utility>

#include "core/cancel.hpp"
#include "mcp/eras.hpp"
#include "mcp/http_message_check.hpp"
#include "mcp/serve_http.hpp"
#include "wire/deadline.hpp"
#include "wire/sse.hpp"

namespace recoupe::mcp {

using core::Json;
namespace rpc_code = wire::rpc_code;

namespace {

bool accepts(const wire::HttpHeaders& headers, std::string_view type) {
  const std::string* accept = wire::find_header(headers, "Accept");
  return !accept || accept->find(type) != std::string::npos || accept->find("*/*") != std::string::npos;
}

bool lacks_meta(const wire::Request& request) {
  const Json* meta = request.params.find("_meta");
  return !meta || meta->text(meta::version).empty() || !meta->find(meta::client_capabilities);
}

/// Gives the status that a modern answer has; a client that reads only this still knows what is meant.
int status_of(const wire::Response& response, bool lacked_meta) {
  if (!response.error) return 200;
  switch (response.error->code) {
    case rpc_code::method_not_found:
      return 404;
    case rpc_code::parse_error:
    case rpc_code::invalid_request:
    case mcp_code::header_mismatch:
    case mcp_code::missing_capability:
    case mcp_code::unsupported_version:
      return 400;
    case rpc_code::invalid_params:
      return lacked_meta ? 400 : 200;
    case mcp_code::busy:
      return 503;
    default:
      return 200;
  }
}

/// Counts requests under way while it lives.
class Place {
 public:
  explicit Place(std::atomic<std::size_t>& count) : count_(count), is_free_(++count_ <= http_calls_max) {}
  ~Place() { --count_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] bool is_free() const { return is_free_; }

 private:
  std::atomic<std::size_t>& count_;
  bool is_free_;
};

}  // namespace

/// One POST and its answer, which becomes a stream when something is to be said before the response.
struct HttpPost::Turn {
  const wire::HttpRequest& request;
  wire::HttpResponder& responder;
  bool is_stream = false;

  void send(int status, Json message, wire::HttpHeaders headers = {}) {
    if (is_stream) {
      responder.write(wire::sse_event(message.dump()));
      return responder.end();
    }
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Cache-Control", "no-store");
    responder.respond(status, headers, message.dump());
  }
  void refuse(int status, std::int64_t code, std::string why, Json id = {}) {
    send(status, wire::to_json(wire::refusal(std::move(id), code, std::move(why))));
  }
  void tell(wire::Message message) {
    if (!accepts(request.headers, "text/event-stream")) return;
    if (!is_stream) {
      responder.begin(200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}});
      is_stream = true;
    }
    responder.write(wire::sse_event(wire::to_json(std::move(message)).dump()));
  }

  /// Hands a request to the client's conversation and waits for its response, telling what is said before; nothing when
  /// the client has left.
  std::optional<wire::Response> converse(ServedClient& client, const wire::Request& asked) {
    const auto box = client.boxes.open(asked);
    if (!box) return wire::refusal(asked.id, rpc_code::invalid_request, "This id or progress token is already in use");
    client.conversation.take(asked);
    std::optional<wire::Response> response;
    wire::Deadline comment = wire::Deadline::in_ms(stream_comment_ms);
    while (!response && !responder.is_given_up()) {
      auto message = box->wait(core::Cancel::poll_ms);
      if (message && std::holds_alternative<wire::Response>(*message)) {
        response = std::get<wire::Response>(std::move(*message));
      } else if (message) {
        tell(*std::move(message));
      } else if (is_stream && comment.passed()) {
        responder.write(":\n\n");
        comment = wire::Deadline::in_ms(stream_comment_ms);
      }
    }
    // No answer can be fetched later, so that nobody would get what goes on.
    if (!response) client.conversation.take(wire::Notification{std::string(method::cancelled), Json::object({{"requestId", asked.id}})});
    client.boxes.close(asked);
    return response;
  }
};

void HttpPost::answer(const wire::HttpRequest& request, wire::HttpResponder& responder) {
  Turn turn{request, responder};
  const Place place(running_);
  if (!place.is_free()) return turn.refuse(503, mcp_code::busy, "Too many requests are under way");
  // A page of another origin can send plain text without being asked, JSON it can not.
  const std::string* type = wire::find_header(request.headers, "Content-Type");
  if (!type || wire::media_type(*type) != "application/json") return responder.respond(415, {}, {});
  if (!accepts(request.headers, "application/json")) return responder.respond(406, {}, {});
  auto json = Json::parse(request.body);
  if (!json) return turn.refuse(400, rpc_code::parse_error, "Not JSON");
  if (auto* batch = json->if_array()) return take_batch(turn, std::move(*batch));
  auto message = wire::parse_message(*std::move(json));
  if (!message) return turn.refuse(400, rpc_code::invalid_request, "Not a JSON-RPC 2.0 message");
  take(turn, *std::move(message));
}

void HttpPost::take(Turn& turn, wire::Message message) {
  auto* asked = std::get_if<wire::Request>(&message);
  if (asked && is_modern_request(*asked)) return take_alone(turn, std::move(*asked));
  if (asked && asked->method == method::initialize) return open_session(turn, std::move(*asked));
  if (const std::string* handle = wire::find_header(turn.request.headers, header::session)) {
    return take_in_session(turn, *handle, std::move(message));
  }
  if (asked) return take_alone(turn, std::move(*asked));
  turn.responder.respond(202, {}, {});  // a notification of the modern era, which knows none that matters here
}

void HttpPost::open_session(Turn& turn, wire::Request request) {
  auto server = make_();
  if (!server) return turn.refuse(503, rpc_code::internal_error, server.error().message.en, request.id);
  auto client = std::make_shared<ServedClient>(*std::move(server));
  client->peer = turn.request.peer;
  auto response = turn.converse(*client, request);
  if (!response) return;
  wire::HttpHeaders headers;
  if (!response->error) {
    client->version = response->result.text("protocolVersion");
    const std::string handle = sessions_.keep(std::move(client));
    if (handle.empty()) return turn.refuse(503, mcp_code::busy, "Too many sessions are open", request.id);
    headers.emplace_back(header::session, handle);
  }
  turn.send(200, wire::to_json(*std::move(response)), std::move(headers));
}

void HttpPost::take_in_session(Turn& turn, const std::string& handle, wire::Message message) {
  const auto client = sessions_.find(handle, turn.request.peer);
  if (!client) return turn.refuse(404, rpc_code::invalid_request, "There is no such session");
  const std::string* version = wire::find_header(turn.request.headers, header::version);
  if (version && *version != client->version) {
    return turn.refuse(400, rpc_code::invalid_request, "The session was opened for another version");
  }
  auto* asked = std::get_if<wire::Request>(&message);
  if (!asked) {
    client->conversation.take(std::move(message));
    return turn.responder.respond(202, {}, {});
  }
  if (auto response = turn.converse(*client, *asked)) turn.send(200, wire::to_json(*std::move(response)));
}

void HttpPost::take_alone(Turn& turn, wire::Request request) {
  const bool lacked_meta = lacks_meta(request);
  if (!lacked_meta) {
    if (auto mismatch = header_mismatch(request, turn.request.headers, *shared_)) {
      return turn.refuse(400, mcp_code::header_mismatch, *std::move(mismatch), request.id);
    }
  }
  ServedClient client(shared_);
  auto response = turn.converse(client, request);
  if (!response) return;
  const int status = status_of(*response, lacked_meta);
  turn.send(status, wire::to_json(*std::move(response)));
}

/// Answers a batch, which only 2025-03-26 has: one message after the other, the responses together.
void HttpPost::take_batch(Turn& turn, core::JsonArray batch) {
  const std::string* handle = wire::find_header(turn.request.headers, header::session);
  const auto client = handle ? sessions_.find(*handle, turn.request.peer) : nullptr;
  if (handle && !client) return turn.refuse(404, rpc_code::invalid_request, "There is no such session");
  if (!client || client->version != "2025-03-26" || batch.empty() || batch.size() > batch_max) {
    return turn.refuse(400, rpc_code::invalid_request, "No batch is taken here");
  }
  Json responses = Json::array();
  for (Json& item : batch) {
    auto message = wire::parse_message(std::move(item));
    auto* asked = message ? std::get_if<wire::Request>(&*message) : nullptr;
    if (!message) {
      responses.push(wire::to_json(wire::refusal({}, rpc_code::invalid_request, "Not a JSON-RPC 2.0 message")));
    } else if (!asked) {
      client->conversation.take(*std::move(message));
    } else {
      auto response = turn.converse(*client, *asked);
      if (!response) return;
      responses.push(wire::to_json(*std::move(response)));
    }
  }
  if (responses.if_array()->empty()) return turn.responder.respond(202, {}, {});
  turn.send(200, std::move(responses));
}

void HttpPost::end_session(const wire::HttpRequest& request, wire::HttpResponder& responder) {
  const std::string* handle = wire::find_header(request.headers, header::session);
  if (!handle) return responder.respond(405, {{"Allow", "POST"}}, {});
  responder.respond(sessions_.drop(*handle, request.peer) ? 204 : 404, {}, {});
}

}  // namespace recoupe::mcp
