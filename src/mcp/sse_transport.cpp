#include "mcp/sse_transport.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "mcp/eras.hpp"
#include "mcp/http_reply.hpp"
#include "mcp/pending_calls.hpp"
#include "mcp/server_errors.hpp"
#include "wire/url.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

class SseTransport final : public Transport {
 public:
  explicit SseTransport(HttpWay& way) : way_(way), pending_(way.options().server) {}
  ~SseTransport() override { close(); }

  core::Status open(Listener& listener) override {
    reader_ = std::thread([this, &listener] { read_all(listener); });
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(old_stream_timeout_ms),
                      [this] { return !endpoint_.empty() || ended_.has_value(); });
    if (!endpoint_.empty()) return {};
    return core::fail(ended_ ? *ended_ : timed_out(way_.options().server, "GET", old_stream_timeout_ms));
  }

  core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) override {
    const Json id = request.id;
    const std::string method = request.method;
    RECOUPE_CHECK(pending_.expect(id));
    const HttpWay::Errand errand{method, wire::Deadline::in_ms(how.timeout_ms), how.timeout_ms, how.cancel};
    if (auto sent = post(std::move(request), errand); !sent) {
      pending_.forget(id);
      return core::fail(std::move(sent).error());
    }
    auto response = pending_.wait(id, method, how);
    if (!response && how.announce_end) {
      const core::Code code = response.error().code;
      if (code == core::Code::timeout || code == core::Code::interrupted) announce_end(id, code);
    }
    return response;
  }

  core::Status notify(wire::Notification notification) override {
    const std::string method = notification.method;
    return post(std::move(notification), courtesy(method));
  }

  void close() override {
    closing_.request();
    if (reader_.joinable()) reader_.join();
    pending_.fail(exited(way_.options().server, {"closed", "fermé"}, {}), true);
  }

  [[nodiscard]] std::string shown(const std::string& words) const override { return way_.shown(words); }
  [[nodiscard]] bool is_legacy_only() const override { return true; }

 private:
  [[nodiscard]] HttpWay::Errand courtesy(const std::string& method) const {
    return {method, wire::Deadline::in_ms(farewell_timeout_ms), farewell_timeout_ms, closing_};
  }

  void announce_end(const Json& id, core::Code code) {
    // The caller has already waited long enough: whether this arrives changes nothing for it.
    (void)notify({std::string(method::cancelled),
                  Json::object({{"requestId", id}, {"reason", code == core::Code::timeout ? "timeout" : "cancelled"}})});
  }

  core::Status post(wire::Message message, const HttpWay::Errand& errand) {
    std::string endpoint;
    {
      const std::lock_guard lock(mutex_);
      endpoint = endpoint_;
    }
    // What is worth reading comes on the stream; the answer here is "Accepted" or a refusal.
    HttpReply reply(core::limits::foreign_text_bytes_max, [](wire::Message, bool) { return true; });
    const auto sent = way_.send("POST", endpoint, {{"Content-Type", "application/json"}},
                                wire::to_json(std::move(message)).dump(), errand, reply);
    if (!sent && reply.status() == 0) return core::fail(way_.failed(sent.error(), errand));
    if (!reply.is_success()) return core::fail(way_.refused(reply.status(), reply.body()));
    return {};
  }

  void read_all(Listener& listener) {
    HttpReply reply(
        way_.options().frame_bytes_max,
        [this, &listener](wire::Message message, bool) {
          take(std::move(message), listener);
          return true;
        },
        [this](const wire::SseEvent& event) { return event.type != "endpoint" || take_endpoint(event.data); });
    const HttpWay::Errand errand{"GET", wire::Deadline::never(), 0, closing_};
    const auto read = way_.send("GET", {}, {{"Accept", "text/event-stream"}}, {}, errand, reply);
    core::Error why = !read && reply.status() == 0 ? way_.failed(read.error(), errand)
                      : !reply.is_success()        ? way_.refused(reply.status(), reply.body())
                      : reply.flaw()               ? broke_protocol(way_.options().server, *reply.flaw())
                      : !reply.is_stream()         ? broke_protocol(way_.options().server, {"a GET gives no stream of events",
                                                                                    "un GET ne donne pas de flux d'évènements"})
                                                   : way_.failed({wire::HttpFault::cut, {}}, errand);
    pending_.fail(why, true);
    const std::lock_guard lock(mutex_);
    ended_ = std::move(why);
    changed_.notify_all();
  }

  /// Takes the address to post to; one on another origin would be sent this server's token.
  bool take_endpoint(const std::string& reference) {
    const auto resolved = wire::resolve_url(way_.options().url, reference);
    const auto here = wire::parse_url(way_.options().url);
    const auto there = resolved ? wire::parse_url(*resolved) : std::nullopt;
    if (!here || !there || here->origin() != there->origin()) return false;
    way_.hide(there->query);
    const std::lock_guard lock(mutex_);
    endpoint_ = *resolved;
    changed_.notify_all();
    return true;
  }

  void take(wire::Message message, Listener& listener) {
    if (auto* response = std::get_if<wire::Response>(&message)) {
      if (auto stray = pending_.answer(std::move(*response))) listener.on_stray(*std::move(stray));
    } else if (auto* notification = std::get_if<wire::Notification>(&message)) {
      if (notification->method == method::progress) return pending_.progress(notification->params);
      listener.on_notification(std::move(*notification));
    } else {
      auto& request = std::get<wire::Request>(message);
      const HttpWay::Errand errand = courtesy(request.method);
      (void)post(listener.on_request(std::move(request)), errand);
    }
  }

  HttpWay& way_;
  PendingCalls pending_;
  core::Cancel closing_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string endpoint_;
  std::optional<core::Error> ended_;
  std::thread reader_;
};

}  // namespace

std::unique_ptr<Transport> make_sse_transport(HttpWay& way) { return std::make_unique<SseTransport>(way); }

}  // namespace recoupe::mcp
