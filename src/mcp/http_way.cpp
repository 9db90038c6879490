#include "mcp/http_way.hpp"

#include <algorithm>
#include <utility>

#include "wire/redact.hpp"
#include "wire/url.hpp"

namespace recoupe::mcp {

namespace {

/// Header values, the address's user, password, path and query: tokens stand in any of them.
std::vector<std::string> secrets_of(const HttpOptions& options) {
  std::vector<std::string> secrets;
  for (const auto& [name, value] : options.headers) {
    secrets.push_back(value);
    if (const std::size_t space = value.find(' '); space != std::string::npos) secrets.push_back(value.substr(space + 1));
  }
  if (const auto url = wire::parse_url(options.url)) {
    constexpr std::size_t plain_path_bytes_max = 16;  // "/mcp", "/api/mcp": nothing hides in so little
    secrets.insert(secrets.end(), {url->user, url->password, url->query});
    if (url->path.size() > plain_path_bytes_max) secrets.push_back(url->path);
    for (std::size_t at = 0; at < url->query.size();) {
      const std::size_t end = std::min(url->query.find('&', at), url->query.size());
      const std::string pair = url->query.substr(at, end - at);
      secrets.push_back(pair.substr(pair.find('=') + 1));
      at = end + 1;
    }
  }
  // Longest first, so that a secret inside another leaves no remainder.
  std::ranges::sort(secrets, [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return secrets;
}

}  // namespace

HttpWay::HttpWay(HttpOptions options) : options_(std::move(options)), secrets_(secrets_of(options_)) {
  const auto url = wire::parse_url(options_.url);
  peer_ = {options_.server, url ? url->origin() : "?"};
}

std::expected<void, wire::HttpFailure> HttpWay::send(std::string http_method, const std::string& url,
                                                     const wire::HttpHeaders& fields, std::string body, const Errand& errand,
                                                     wire::HttpReader& reader) {
  wire::HttpCall call{.method = std::move(http_method),
                      .url = url.empty() ? options_.url : url,
                      .headers = options_.headers,
                      .body = std::move(body)};
  for (const auto& [name, value] : fields) wire::set_header(call.headers, name, value);
  return client_.exchange(std::move(call), errand.deadline, errand.cancel, reader);
}

core::Error HttpWay::failed(wire::HttpFailure failure, const Errand& errand) const {
  failure.words = shown(failure.words);
  return http_failed(peer_, failure, errand.method, errand.timeout_ms);
}

core::Error HttpWay::refused(int status, const std::string& body) const {
  const bool is_page = body.find('<') != std::string::npos;  // a proxy's page for people says nothing here
  return http_refused(peer_, status, is_page ? std::string() : shown(body));
}

void HttpWay::hide(const std::string& secret) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(secrets_, secret) == secrets_.end()) secrets_.push_back(secret);
}

std::string HttpWay::shown(const std::string& words) const {
  const std::lock_guard lock(mutex_);
  return wire::last_words(words, secrets_, core::limits::foreign_text_bytes_max);
}

}  // namespace recoupe::mcp
