// JSON-RPC 2.0 as types. Takes parsed JSON, gives requests, notifications and responses, and writes them back.
// Included by mcp.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/json.hpp"

namespace recoupe::wire {

namespace rpc_code {
inline constexpr std::int64_t parse_error = -32700;
inline constexpr std::int64_t invalid_request = -32600;
inline constexpr std::int64_t method_not_found = -32601;
inline constexpr std::int64_t invalid_params = -32602;
inline constexpr std::int64_t internal_error = -32603;
}  // namespace rpc_code

struct Request {
  core::Json id;  // text or a number
  std::string method;
  core::Json params;  // an object or null
};

struct Notification {
  std::string method;
  core::Json params;
};

struct RpcError {
  std::int64_t code = rpc_code::internal_error;
  std::string message;
  core::Json data;
};

struct Response {
  core::Json id;  // null where the other side could not read the request's
  core::Json result;
  std::optional<RpcError> error;
};

using Message = std::variant<Request, Notification, Response>;

/// Reads one message; nothing when the JSON is none.
std::optional<Message> parse_message(core::Json json);

/// Writes a message.
core::Json to_json(Message message);

/// Builds the refusal of a request.
Response refusal(core::Json id, std::int64_t code, std::string message, core::Json data = {});

}  // namespace recoupe::wire
