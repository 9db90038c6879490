#include "models/hub/requests.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/json.hpp"
#include "models/hub/download.hpp"
#include "models/hub/errors.hpp"
#include "wire/url.hpp"

namespace recoupe::models::hub {
namespace {

using core::Json;
using core::Result;

constexpr std::size_t error_bytes_max = 16 * 1024;  // of the body of a refusal
constexpr std::size_t etag_bytes_max = 128;

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || kept.find(c) != std::string_view::npos) out += c;
    else out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

bool is_redirect(int status) { return status >= 301 && status <= 308 && status != 304 && status != 305 && status != 306; }
bool is_good(int status) { return status == 200 || status == 206; }

std::string field(const wire::HttpHead& head, std::string_view name) {
  const std::string* value = wire::find_header(head.headers, name);
  return value != nullptr ? *value : "";
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end != text.data() ? std::optional(value) : std::nullopt;
}

/// Takes quotes and the mark of weakness off an etag; empty where it could be no file's name.
std::string plain_etag(std::string text) {
  if (text.starts_with("W/")) text.erase(0, 2);
  std::erase(text, '"');
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return text.size() <= etag_bytes_max && std::ranges::all_of(text, fits) ? text : "";
}

/// Keeps an answer's head and, up to a bound, its body.
struct Heard final : wire::HttpReader {
  wire::HttpHead head;
  std::string body;
  std::size_t bytes_max = error_bytes_max;
  void on_head(const wire::HttpHead& given) override { head = given; }
  bool on_body(std::string_view bytes) override {
    body.append(bytes.substr(0, bytes_max - std::min(bytes_max, body.size())));
    return body.size() < bytes_max;
  }
};

core::Error refusal(const Reference& reference, const Settings& settings, const wire::HttpHead& head) {
  return refused(reference, settings, head.status, field(head, "X-Error-Code"), field(head, "X-Error-Message"));
}

/// Hands a file's bytes on; every piece puts the deadline off.
struct Stream final : wire::HttpReader {
  Stream(const Sink& given, std::uint64_t from, wire::Deadline& until) : sink(given), asked_from(from), deadline(until) {}
  void on_head(const wire::HttpHead& given) override {
    head = given;
    if (!is_good(head.status)) return;
    const std::string range = field(head, "Content-Range");
    const bool resumes = head.status == 206 && range.starts_with("bytes " + std::to_string(asked_from) + "-");
    if (head.status == 206 && !resumes) status = core::fail(core::Error{});
    else status = sink.begin(resumes ? asked_from : 0);
    answered_other = head.status == 206 && !resumes;
  }
  bool on_body(std::string_view bytes) override {
    deadline = wire::Deadline::in_ms(stall_timeout_ms);
    if (!is_good(head.status)) return false;
    if (status) status = sink.take(bytes);
    return status.has_value();
  }
  const Sink& sink;
  std::uint64_t asked_from;
  wire::Deadline& deadline;
  wire::HttpHead head;
  core::Status status;
  bool answered_other = false;
};

}  // namespace

wire::HttpCall Requests::call(std::string method, const std::string& url) const {
  wire::HttpCall call{.method = std::move(method), .url = url, .headers = {{"User-Agent", "recoupe"}, {"Accept-Encoding", "identity"}}, .follows = false};
  const auto hub = wire::parse_url(settings_.endpoint);
  const auto to = wire::parse_url(url);
  if (!settings_.token.empty() && hub && to && hub->origin() == to->origin()) call.headers.emplace_back("Authorization", "Bearer " + settings_.token);
  return call;
}

std::string Requests::resolve_url(const Reference& reference, const std::string& revision) const {
  return settings_.endpoint + "/" + reference.repository + "/resolve/" + percent_encoded(revision, "-_.~") + "/" + percent_encoded(reference.file, "-_.~/");
}

Result<std::vector<std::string>> Requests::files(const Reference& reference, const core::Cancel& cancel) {
  Heard heard;
  heard.bytes_max = listing_bytes_max;
  wire::HttpCall asked = call("GET", settings_.endpoint + "/api/models/" + reference.repository + "/revision/" + percent_encoded(reference.revision, "-_.~"));
  asked.follows = true;  // within the Hub: the repository may have been renamed
  if (auto done = http_.exchange(std::move(asked), wire::Deadline::in_ms(head_timeout_ms), cancel, heard); !done) return core::fail(no_answer(settings_, done.error()));
  if (!is_good(heard.head.status)) return core::fail(refusal(reference, settings_, heard.head));
  const auto json = Json::parse(heard.body);
  const Json* siblings = json ? json->find("siblings") : nullptr;
  if (siblings == nullptr || siblings->if_array() == nullptr) return core::fail(not_the_hub(settings_, "siblings"));
  std::vector<std::string> names;
  for (const Json& sibling : *siblings->if_array())
    if (std::string name = sibling.text("rfilename"); is_safe_path(name)) names.push_back(std::move(name));
  return names;
}

Result<RemoteFile> Requests::head(const Reference& reference, const core::Cancel& cancel) {
  std::string url = resolve_url(reference, reference.revision);
  const auto hub = wire::parse_url(settings_.endpoint);
  if (!hub) return core::fail(not_the_hub(settings_, "HF_ENDPOINT"));
  RemoteFile file;
  for (int hops = 0; hops < hops_max; ++hops) {
    Heard heard;
    if (auto done = http_.exchange(call("HEAD", url), wire::Deadline::in_ms(head_timeout_ms), cancel, heard); !done) return core::fail(no_answer(settings_, done.error()));
    const wire::HttpHead& head = heard.head;
    if (!is_good(head.status) && !is_redirect(head.status)) return core::fail(refusal(reference, settings_, head));
    if (file.commit.empty()) file.commit = plain_etag(field(head, "X-Repo-Commit"));
    std::string etag = field(head, "X-Linked-Etag");
    std::string bytes = field(head, "X-Linked-Size");
    if (etag.empty() && is_good(head.status)) etag = field(head, "ETag");
    if (bytes.empty() && is_good(head.status)) bytes = field(head, "Content-Length");
    file.etag = plain_etag(std::move(etag));
    const auto size = number_of(bytes);
    if (!file.commit.empty() && !file.etag.empty() && size) {
      file.bytes = *size;
      return file;
    }
    const auto next = is_redirect(head.status) ? wire::resolve_url(url, field(head, "Location")) : std::nullopt;
    const auto to = next ? wire::parse_url(*next) : std::nullopt;
    if (!to || to->origin() != hub->origin()) break;
    url = *next;
  }
  return core::fail(not_the_hub(settings_, file.commit.empty() ? "X-Repo-Commit" : "X-Linked-Etag, X-Linked-Size"));
}

Result<bool> Requests::get(const Reference& reference, const std::string& commit, std::uint64_t from, const Sink& sink, const core::Cancel& cancel) {
  std::string url = resolve_url(reference, commit);
  for (int hops = 0; hops < hops_max; ++hops) {
    wire::HttpCall asked = call("GET", url);
    if (from > 0) asked.headers.emplace_back("Range", "bytes=" + std::to_string(from) + "-");
    wire::Deadline deadline = wire::Deadline::in_ms(stall_timeout_ms);
    Stream stream(sink, from, deadline);
    auto done = http_.exchange(std::move(asked), deadline, cancel, stream);
    if (is_redirect(stream.head.status)) {
      const auto next = wire::resolve_url(url, field(stream.head, "Location"));
      const bool weaker = next && url.starts_with("https:") && !next->starts_with("https:");
      if (!next || weaker) return core::fail(not_the_hub(settings_, "Location"));
      url = *next;
      continue;
    }
    if (stream.answered_other) return core::fail(not_the_hub(settings_, "Content-Range"));
    RECOUPE_CHECK(stream.status);
    if (stream.head.status != 0 && !is_good(stream.head.status)) return core::fail(refusal(reference, settings_, stream.head));
    if (done) return true;
    const bool begun = stream.head.status != 0;
    if (begun && (done.error().fault == wire::HttpFault::cut || done.error().fault == wire::HttpFault::timed_out)) return false;
    return core::fail(no_answer(settings_, done.error()));
  }
  return core::fail(not_the_hub(settings_, "Location"));
}

}  // namespace recoupe::models::hub
