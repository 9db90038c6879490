// An http address taken apart, and where a relative one leads. Takes text, gives its parts. Included by wire and mcp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace recoupe::wire {

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 address in brackets
  std::string port;    // never empty
  std::string path;    // begins with '/'
  std::string query;   // without '?', may be empty
  std::string user;
  std::string password;

  /// Gives scheme, host and, where it is not the usual one, port: what may be shown of an address.
  [[nodiscard]] std::string origin() const;
  /// Tells whether the host is this machine by its loopback name or address.
  [[nodiscard]] bool is_loopback() const;
};

/// Reads an absolute http or https address; nothing when it is none.
std::optional<Url> parse_url(std::string_view text);

/// Gives the absolute address that `reference`, found at `base`, leads to; nothing when it is no http address.
std::optional<std::string> resolve_url(std::string_view base, std::string_view reference);

/// Tells whether a host name means this machine: localhost, 127.0.0.0/8 or ::1.
bool is_loopback_host(std::string_view host);

}  // namespace recoupe::wire
