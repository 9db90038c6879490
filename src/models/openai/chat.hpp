// One request to /chat/completions and its answer, or why there is none. Takes a body, gives the message.
// Included by author and ability.
#pragma once

#include "models/openai/author.hpp"
#include "wire/http_client.hpp"

namespace recoupe::models::openai {

/// An answer of HTTP, whatever its status.
struct Reply {
  int status = 0;
  std::string retry_after;
  std::string body;
};
/// Posts one body. Errors: `unreachable`, `timeout`, `interrupted`, `model_unavailable`: no answer came whole.
core::Result<Reply> post(wire::HttpClient& http, const Endpoint& endpoint, const core::Json& body, const core::Cancel& cancel);

/// Says why an answer is none: `authentication`, `model_unavailable`.
core::Error refused(const Endpoint& endpoint, const Reply& reply);
/// Tells whether an endpoint refused a request for what stands in it: another form may be taken.
bool is_bad_request(int status);

/// Takes the message out of an answer: a tool's arguments, else its text. Errors: `model_invalid_answer`, and
/// `server_protocol` for what is no answer of this API.
core::Result<planner::Written> message_in(const Endpoint& endpoint, const Reply& reply);

}  // namespace recoupe::models::openai
