// What can go wrong with a server over HTTP, said in both languages. Takes what was seen, gives an Error that shows no
// more of the address than its origin. Included by the HTTP transports.
#pragma once

#include <string>

#include "core/error.hpp"
#include "wire/http_client.hpp"

namespace recoupe::mcp {

/// Whom an error speaks of.
struct HttpPeer {
  std::string server;  // its name in .mcp.json
  std::string origin;  // "https://host:port"
};

/// No whole answer came. `words` of the failure must be fit to be shown.
core::Error http_failed(const HttpPeer& peer, const wire::HttpFailure& failure, const std::string& method, int timeout_ms);
/// The answer's status is no success and its body no message of the protocol. `words`: the body, fit to be shown.
/// 401, 403, 407: `authentication`; 429 and from 500 on: `server_error`; else `server_protocol`.
core::Error http_refused(const HttpPeer& peer, int status, const std::string& words);

}  // namespace recoupe::mcp
