#include "wire/http_guard.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "wire/url.hpp"

namespace recoupe::wire {

namespace {

constexpr std::size_t token_bytes = 32;

bool is_numeric(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Compares in a time that tells nothing of where two tokens differ.
bool is_same_token(std::string_view a, std::string_view b) {
  const core::Digest left = core::sha256(a);
  const core::Digest right = core::sha256(b);
  unsigned difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i) difference |= static_cast<unsigned>(left[i] ^ right[i]);
  return difference == 0;
}

bool shows_token(const HttpHeaders& headers, const std::string& token) {
  constexpr std::string_view scheme = "bearer ";
  const std::string* value = find_header(headers, "Authorization");
  if (!value || count_headers(headers, "Authorization") != 1 || value->size() < scheme.size()) return false;
  return equal_ignoring_case(std::string_view(*value).substr(0, scheme.size()), scheme) &&
         is_same_token(std::string_view(*value).substr(scheme.size()), token);
}

}  // namespace

std::optional<std::pair<std::string, std::string>> host_and_port(std::string_view value) {
  const std::size_t bracket = value.starts_with('[') ? value.find(']') : 0;
  if (bracket == std::string_view::npos) return std::nullopt;
  const std::size_t colon = value.find(':', bracket);
  std::string host(value.substr(0, colon));
  const std::string port(colon == std::string_view::npos ? std::string_view() : value.substr(colon + 1));
  const bool is_plain = std::ranges::all_of(host, [](char c) { return c > 0x20 && c < 0x7f && c != '/' && c != '@'; });
  if (host.empty() || !is_plain || port.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  std::ranges::transform(host, host.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::pair(std::move(host), port);
}

std::optional<int> HttpGuard::refusal_of(const HttpRequest& request) const {
  const std::string* field = find_header(request.headers, "Host");
  const auto host = field && count_headers(request.headers, "Host") == 1 ? host_and_port(*field) : std::nullopt;
  if (!host) return 403;
  const bool is_ours = is_loopback_host(host->first) || (allows_addresses && is_numeric(host->first)) ||
                       std::ranges::find(hosts, host->first) != hosts.end();
  if (!is_ours) return 403;
  if (const std::string* origin = find_header(request.headers, "Origin")) {
    // Only a page that this very server gave may ask; "null" and every other page may not.
    const auto from = parse_url(*origin);
    const auto here = parse_url((from ? from->scheme : "http") + "://" + *field);
    if (!from || !here || from->origin() != here->origin()) return 403;
  }
  if (!shows_token(request.headers, token)) return 401;
  return std::nullopt;
}

std::string random_token() { return core::hex(core::random_bytes(token_bytes)); }

}  // namespace recoupe::wire
