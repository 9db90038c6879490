#include "wire/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace recoupe::wire {

namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool set(CURLU* url, std::string_view text) {
  return curl_url_set(url, CURLUPART_URL, std::string(text).c_str(), 0) == CURLUE_OK;
}

}  // namespace

std::string Url::origin() const {
  const bool is_usual = port == (scheme == "https" ? "443" : "80");
  return scheme + "://" + host + (is_usual ? "" : ":" + port);
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "[::1]" || host == "::1") return true;
  const bool is_address = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return is_address && host.starts_with("127.") && std::ranges::count(host, '.') == 3;
}

bool Url::is_loopback() const { return is_loopback_host(host); }

std::optional<Url> parse_url(std::string_view text) {
  const Handle handle(curl_url(), curl_url_cleanup);
  // A guessed scheme would turn "file" or a typing error into an address.
  if (!handle || text.find("://") == std::string_view::npos || !set(handle.get(), text)) return std::nullopt;
  Url url{.scheme = part(handle.get(), CURLUPART_SCHEME),
          .host = part(handle.get(), CURLUPART_HOST),
          .port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT),
          .path = part(handle.get(), CURLUPART_PATH),
          .query = part(handle.get(), CURLUPART_QUERY),
          .user = part(handle.get(), CURLUPART_USER, CURLU_URLDECODE),
          .password = part(handle.get(), CURLUPART_PASSWORD, CURLU_URLDECODE)};
  std::ranges::transform(url.host, url.host.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if ((url.scheme != "http" && url.scheme != "https") || url.host.empty()) return std::nullopt;
  return url;
}

std::optional<std::string> resolve_url(std::string_view base, std::string_view reference) {
  const Handle handle(curl_url(), curl_url_cleanup);
  if (!handle || !set(handle.get(), base) || !set(handle.get(), reference)) return std::nullopt;
  std::string resolved = part(handle.get(), CURLUPART_URL);
  return parse_url(resolved) ? std::optional(std::move(resolved)) : std::nullopt;
}

}  // namespace recoupe::wire
