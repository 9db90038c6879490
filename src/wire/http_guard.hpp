// Who may speak to a server of ours: a Host that means this server, no page of another origin, the right token.
// Takes a request, gives the status that refuses it. Included by mcp's serve_http and by serve.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/http_server.hpp"

namespace recoupe::wire {

struct HttpGuard {
  std::string token;               // that every request must show as `Authorization: Bearer`
  bool allows_addresses = false;   // any numeric address as Host: no page can take one over by its name
  std::vector<std::string> hosts = {};  // further names that may stand in Host

  /// Gives 403 for a foreign Host or Origin, 401 without the token; nothing: let it in.
  [[nodiscard]] std::optional<int> refusal_of(const HttpRequest& request) const;
};

/// Makes a token that can't be guessed.
std::string random_token();

/// Takes a Host field's value apart: name in lower case (an IPv6 address in brackets) and port, which may be "".
std::optional<std::pair<std::string, std::string>> host_and_port(std::string_view value);

}  // namespace recoupe::wire
