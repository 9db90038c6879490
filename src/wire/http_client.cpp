#include "wire/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "wire/broken_pipe_guard.hpp"
#include "wire/environment.hpp"
#include "wire/url.hpp"

namespace recoupe::wire {

namespace {

/// Gives the file of the authorities that are trusted; "" where the library's own is there. Built for one distribution, it
/// may run on another, which has the file elsewhere.
std::string bundle_file() {
  if (const auto given = process_variable("SSL_CERT_FILE"); given && !given->empty()) return *given;
  static const std::string found = [] {
    const char* own = nullptr;
    CURL* easy = curl_easy_init();
    if (curl_easy_getinfo(easy, CURLINFO_CAINFO, &own) != CURLE_OK) own = nullptr;
    const bool is_there = own && std::filesystem::exists(own);
    curl_easy_cleanup(easy);
    if (is_there) return std::string();
    for (const char* path : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
      if (std::filesystem::exists(path)) return std::string(path);
    }
    return std::string();
  }();
  return found;
}

std::string bundle_folder() {
  if (const auto given = process_variable("SSL_CERT_DIR"); given && !given->empty()) return *given;
  return {};
}

/// Gives what the library would not find by itself: it ignores HTTP_PROXY in capitals (a CGI program gets it from its
/// client), and would ask a proxy for this very machine. Nothing: the library's own rules.
std::optional<std::string> proxy_of(const Url& url) {
  if (url.is_loopback()) return "";
  if (url.scheme != "http" || process_variable("http_proxy") || process_variable("REQUEST_METHOD")) return std::nullopt;
  const auto given = process_variable("HTTP_PROXY");
  return given && !given->empty() ? given : std::nullopt;
}

HttpFault fault_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
      return HttpFault::untrusted;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_OPERATION_TIMEDOUT:  // of connecting: the whole has a deadline of its own
    case CURLE_PROXY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return HttpFault::unreachable;
    default:
      return HttpFault::cut;
  }
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

int status_in(std::string_view line) {
  const std::size_t space = line.find(' ');
  int status = 0;
  if (space != std::string_view::npos) std::from_chars(line.data() + space + 1, line.data() + line.size(), status);
  return status;
}

std::string_view without_space(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void start_library() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)started;
}

}  // namespace

/// One connection and the request on it. The library's callbacks only collect; what they collected is handed on between
/// two steps, so that a reader may ask something itself.
class HttpClient::Connection {
 public:
  Connection() : multi_(curl_multi_init()), easy_(curl_easy_init()) {}
  ~Connection() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one request; gives where it was redirected to, if it was.
  std::expected<std::optional<std::string>, HttpFailure> run(const HttpCall& call, const Deadline& deadline,
                                                             const core::Cancel& cancel, HttpReader& reader) {
    begin(call);
    curl_multi_add_handle(multi_, easy_);
    auto outcome = transfer(deadline, cancel, reader);
    curl_multi_remove_handle(multi_, easy_);
    curl_slist_free_all(fields_);
    fields_ = nullptr;
    return outcome;
  }

 private:
  void begin(const HttpCall& call) {
    curl_easy_reset(easy_);
    head_ = {};
    head_bytes_ = 0;
    head_whole_ = false;
    collected_.clear();
    unsent_ = call.body;
    follows_ = call.follows;
    error_[0] = '\0';
    curl_easy_setopt(easy_, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_);
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(http_connect_timeout_ms));
    curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
    if (const std::string file = bundle_file(); !file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, file.c_str());
    if (const std::string folder = bundle_folder(); !folder.empty()) curl_easy_setopt(easy_, CURLOPT_CAPATH, folder.c_str());
    if (const auto url = parse_url(call.url)) {
      if (const auto proxy = proxy_of(*url)) curl_easy_setopt(easy_, CURLOPT_PROXY, proxy->c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Connection::take_field);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Connection::take_bytes);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    for (const auto& [name, value] : call.headers) {
      // "Name;" is how the library is told of an empty value.
      fields_ = curl_slist_append(fields_, (name + (value.empty() ? ";" : ": " + value)).c_str());
    }
    if (call.method == "POST") {
      // The body is read once and can't be wound back: the library then never repeats a request whose connection broke.
      curl_easy_setopt(easy_, CURLOPT_POST, 1L);
      curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
      curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &Connection::give_bytes);
      curl_easy_setopt(easy_, CURLOPT_READDATA, this);
      fields_ = curl_slist_append(fields_, "Expect:");
    } else if (call.method == "HEAD") {
      curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
    } else if (call.method != "GET") {
      curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, call.method.c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, fields_);
  }

  std::expected<std::optional<std::string>, HttpFailure> transfer(const Deadline& deadline, const core::Cancel& cancel,
                                                                  HttpReader& reader) {
    bool head_given = false;
    while (true) {
      int running = 0;
      {
        const BrokenPipeGuard guard;
        curl_multi_perform(multi_, &running);
      }
      if (head_bytes_ > http_head_bytes_max) return std::unexpected(HttpFailure{HttpFault::too_long});
      if (head_whole_ && !head_given) {
        const std::string* location = find_header(head_.headers, "Location");
        if (is_redirect(head_.status) && location && follows_) return *location;
        head_given = true;
        reader.on_head(head_);
      }
      if (!collected_.empty()) {
        const std::string bytes = std::exchange(collected_, {});
        if (!reader.on_body(bytes)) {
          linger();
          return std::nullopt;
        }
      }
      if (running == 0) break;
      if (cancel.requested()) return std::unexpected(HttpFailure{HttpFault::cancelled});
      if (deadline.passed()) return std::unexpected(HttpFailure{HttpFault::timed_out});
      curl_multi_poll(multi_, nullptr, 0, std::max(1, deadline.slice_ms()), nullptr);
    }
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi_, &left);
    const CURLcode code = message ? message->data.result : CURLE_RECV_ERROR;
    if (code == CURLE_OK && head_given) return std::nullopt;
    return std::unexpected(HttpFailure{fault_of(code), error_[0] ? error_ : curl_easy_strerror(code)});
  }

  /// Sees whether the answer ends by itself, so that its connection can be used again.
  void linger() {
    const Deadline deadline = Deadline::in_ms(http_linger_ms);
    for (int running = 1; running > 0 && !deadline.passed();) {
      {
        const BrokenPipeGuard guard;
        curl_multi_perform(multi_, &running);
      }
      collected_.clear();
      if (running > 0) curl_multi_poll(multi_, nullptr, 0, std::max(1, deadline.slice_ms()), nullptr);
    }
  }

  static std::size_t take_field(char* bytes, std::size_t size, std::size_t count, void* self) {
    static_cast<Connection*>(self)->take_line({bytes, size * count});
    return size * count;
  }
  static std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* self) {
    static_cast<Connection*>(self)->collected_.append(bytes, size * count);
    return size * count;
  }
  static std::size_t give_bytes(char* bytes, std::size_t size, std::size_t count, void* self) {
    std::string_view& unsent = static_cast<Connection*>(self)->unsent_;
    const std::size_t part = std::min(size * count, unsent.size());
    std::copy_n(unsent.data(), part, bytes);
    unsent.remove_prefix(part);
    return part;
  }

  void take_line(std::string_view line) {
    head_bytes_ += line.size();
    if (head_whole_ || head_bytes_ > http_head_bytes_max) return;  // trailers say nothing here
    if (line.starts_with("HTTP/")) {
      head_ = {.status = status_in(line)};
    } else if (without_space(line).empty()) {
      head_whole_ = head_.status >= 200;  // what comes before (100) is no answer
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      head_.headers.emplace_back(without_space(line.substr(0, colon)), without_space(line.substr(colon + 1)));
    }
  }

  CURLM* multi_;
  CURL* easy_;
  curl_slist* fields_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
  HttpHead head_;
  std::size_t head_bytes_ = 0;
  bool head_whole_ = false;
  bool follows_ = true;
  std::string collected_;
  std::string_view unsent_;
};

HttpClient::HttpClient() { start_library(); }
HttpClient::~HttpClient() = default;

std::unique_ptr<HttpClient::Connection> HttpClient::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>();
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void HttpClient::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < http_idle_connections_max) idle_.push_back(std::move(connection));
}

std::expected<void, HttpFailure> HttpClient::exchange(HttpCall call, const Deadline& deadline, const core::Cancel& cancel,
                                                      HttpReader& reader) {
  auto connection = take();
  for (int hops = 0;; ++hops) {
    auto done = connection->run(call, deadline, cancel, reader);
    if (!done || !*done) {
      give_back(std::move(connection));
      if (!done) return std::unexpected(std::move(done).error());
      return {};
    }
    const auto target = resolve_url(call.url, **done);
    const auto from = parse_url(call.url);
    const auto to = target ? parse_url(*target) : std::nullopt;
    const bool is_near = from && to && from->origin() == to->origin() && hops < http_redirects_max;
    if (!is_near) {
      give_back(std::move(connection));
      return std::unexpected(HttpFailure{HttpFault::moved, to ? to->origin() : "?"});
    }
    call.url = *target;
  }
}

}  // namespace recoupe::wire
