// Whether a modern request's header fields say what its body says (2026-07-28). Takes both, gives what is wrong.
// Included by serve_http.
#pragma once

#include <optional>
#include <string>

#include "mcp/server.hpp"
#include "wire/http_headers.hpp"
#include "wire/json_rpc.hpp"

namespace recoupe::mcp {

/// Tells whether a request says its version itself, as every modern one does.
bool is_modern_request(const wire::Request& request);

/// Gives in English, for a -32020, which field is missing or another than the body's value; nothing: they match.
std::optional<std::string> header_mismatch(const wire::Request& request, const wire::HttpHeaders& headers, const Server& server);

}  // namespace recoupe::mcp
