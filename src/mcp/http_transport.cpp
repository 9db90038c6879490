#include "mcp/http_transport.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "mcp/http_reply.hpp"
#include "mcp/http_session.hpp"
#include "mcp/http_way.hpp"
#include "mcp/server_errors.hpp"
#include "mcp/sse_transport.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;
using wire::Deadline;

/// Statuses with which a server says that this is not how it is spoken to.
bool may_be_old(int status) { return status == 400 || status == 404 || status == 405; }

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(HttpOptions options) : way_(std::move(options)) {}
  ~HttpTransport() override { close(); }

  core::Status open(Listener& listener) override {
    listener_ = &listener;
    return way_.options().is_old ? use_old() : core::Status();
  }

  core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) override {
    if (old_) return old_->exchange(std::move(request), how);
    if (closing_.requested()) return core::fail(exited(way_.options().server, {"closed", "fermé"}, {}));
    const bool opens = request.method == method::initialize;
    const Json opening = opens ? request.params : Json();
    const wire::Request again = opens ? request : wire::Request{};
    Asked asked{.id = request.id,
                .body = {},
                .fields = session_.fields_of(request),
                .how = how,
                .errand = {request.method, Deadline::in_ms(how.timeout_ms), how.timeout_ms, how.cancel}};
    for (const auto& field : how.argument_headers) asked.fields.push_back(field);
    const bool is_modern = wire::find_header(asked.fields, header::method) != nullptr;
    asked.may_resume = !is_modern;
    asked.body = wire::to_json(std::move(request)).dump();

    const std::string handle = session_.handle();
    auto answer = ask(asked);
    if (answer && answer->status == 404 && !is_modern && !opens && !handle.empty()) {
      RECOUPE_CHECK(renew(handle, asked.errand));
      asked.fields = session_.fields_of(wire::Request{asked.id, asked.errand.method, {}});
      answer = ask(asked);
    }
    if (answer && opens && may_be_old(answer->status) && use_old()) return old_->exchange(again, how);
    if (!answer) {
      announce_end(asked, is_modern, answer.error().code);
      return core::fail(std::move(answer).error());
    }
    if (!answer->response) return core::fail(way_.refused(answer->status, answer->body));
    if (opens && !answer->response->error) RECOUPE_CHECK(note_opening(opening, *answer));
    return *std::move(answer->response);
  }

  core::Status notify(wire::Notification notification) override {
    if (old_) return old_->notify(std::move(notification));
    const std::string method = notification.method;
    RECOUPE_CHECK(post(std::move(notification), courtesy(method)));
    if (method == method::initialized) start_listening();
    return {};
  }

  void close() override {
    if (old_) return old_->close();
    const bool is_first = !closing_.requested();
    closing_.request();
    stop_listening();
    if (is_first && !session_.handle().empty()) {
      HttpReply reply(core::limits::foreign_text_bytes_max, [](wire::Message, bool) { return true; });
      const HttpWay::Errand errand{"DELETE", Deadline::in_ms(farewell_timeout_ms), farewell_timeout_ms, {}};
      (void)way_.send("DELETE", {}, session_.fields(), {}, errand, reply);  // a server may well refuse it
    }
  }

  [[nodiscard]] std::string shown(const std::string& words) const override { return way_.shown(words); }
  [[nodiscard]] bool is_legacy_only() const override { return old_ != nullptr; }
  [[nodiscard]] bool sends_argument_headers() const override { return old_ == nullptr; }

 private:
  struct Asked {
    Json id;
    std::string body;
    wire::HttpHeaders fields;
    const Exchange& how;
    HttpWay::Errand errand;
    bool may_resume = false;
  };
  struct Answer {
    int status = 0;
    std::string body;
    std::optional<std::string> session;
    std::optional<wire::Response> response;  // nothing: a refusal that is no message
  };

  /// Posts a request and reads until its response, over as many connections as its stream needs.
  core::Result<Answer> ask(const Asked& asked) {
    Answer answer;
    const auto take = [&](wire::Message message, bool on_stream) {
      return !take_for(asked, std::move(message), on_stream, answer);
    };
    HttpReply reply(way_.options().frame_bytes_max, take);
    auto sent = way_.send("POST", {}, asked.fields, asked.body, asked.errand, reply);
    if (sent) reply.finish();
    answer.status = reply.status();
    if (const std::string* session = reply.field(header::session)) answer.session = *session;
    answer.body = reply.body();
    // Whoever is not let in is told so by the status, whatever message comes with it.
    if (answer.status == 401 || answer.status == 403 || answer.status == 407) answer.response.reset();
    if (answer.response) return answer;
    if (reply.flaw()) return core::fail(broke_protocol(way_.options().server, *reply.flaw()));
    if (reply.is_stream()) {
      const bool was_cut = sent || sent.error().fault == wire::HttpFault::cut;
      if (was_cut && asked.may_resume && !reply.events().last_id().empty()) {
        RECOUPE_CHECK(resume(asked, reply.events(), answer, take));
        return answer;
      }
      if (sent) return core::fail(way_.failed({wire::HttpFault::cut, {}}, asked.errand));
    }
    if (!sent) return core::fail(way_.failed(std::move(sent).error(), asked.errand));
    if (reply.is_success()) {
      return core::fail(broke_protocol(way_.options().server, {"a request gets no response", "une requête reste sans réponse"}));
    }
    return answer;
  }

  /// Takes a message that came while a request is under way; gives whether it is the response.
  bool take_for(const Asked& asked, wire::Message message, bool on_stream, Answer& answer) {
    if (auto* response = std::get_if<wire::Response>(&message)) {
      // A server that refuses without reading on answers under no id or its own; the exchange says which request is meant.
      const bool is_meant = response->id == asked.id || (!on_stream && response->error);
      if (!is_meant) listener_->on_stray(std::move(*response));
      if (is_meant) answer.response = std::move(*response);
      return is_meant;
    }
    if (auto* notification = std::get_if<wire::Notification>(&message)) {
      const Json* token = notification->params.find(meta::progress_token);
      const bool is_progress = notification->method == method::progress && token && *token == asked.id;
      if (!is_progress) listener_->on_notification(std::move(*notification));
      if (is_progress && asked.how.on_progress) asked.how.on_progress(notification->params);
      return false;
    }
    answer_request(std::get<wire::Request>(std::move(message)));
    return false;
  }

  void answer_request(wire::Request request) {
    const HttpWay::Errand errand = courtesy(request.method);
    (void)post(listener_->on_request(std::move(request)), errand);
  }

  core::Status resume(const Asked& asked, const wire::SseParser& broken, Answer& answer, const HttpReply::Take& take) {
    std::string last_id = broken.last_id();
    int pause_ms = broken.retry_ms().value_or(resume_pause_ms);
    for (int idle = 0; idle < resumes_max;) {
      RECOUPE_CHECK(wait(pause_ms, asked.errand));
      wire::HttpHeaders fields = session_.fields();
      fields.emplace_back(header::last_event, last_id);
      HttpReply reply(way_.options().frame_bytes_max, take);
      const auto read = way_.send("GET", {}, fields, {}, asked.errand, reply);
      if (answer.response) return {};
      if (reply.flaw()) return core::fail(broke_protocol(way_.options().server, *reply.flaw()));
      if (reply.status() != 0 && !reply.is_success()) return core::fail(way_.refused(reply.status(), reply.body()));
      const bool is_over = !read && read.error().fault != wire::HttpFault::cut && read.error().fault != wire::HttpFault::unreachable;
      if (is_over) return core::fail(way_.failed(read.error(), asked.errand));
      const std::string& heard = reply.events().last_id();
      idle = heard.empty() || heard == last_id ? idle + 1 : 0;
      if (!heard.empty()) last_id = heard;
      pause_ms = reply.events().retry_ms().value_or(pause_ms);
    }
    return core::fail(way_.failed({wire::HttpFault::cut, {}}, asked.errand));
  }

  core::Status wait(int pause_ms, const HttpWay::Errand& errand) const {
    const Deadline pause = Deadline::in_ms(pause_ms);
    while (!pause.passed()) {
      if (errand.cancel.requested() || closing_.requested()) return core::fail(interrupted(way_.options().server));
      if (errand.deadline.passed()) return core::fail(timed_out(way_.options().server, errand.method, errand.timeout_ms));
      std::this_thread::sleep_for(std::chrono::milliseconds(pause.slice_ms()));
    }
    return {};
  }

  core::Status note_opening(const Json& params, const Answer& answer) {
    const std::string* handle = answer.session ? &*answer.session : nullptr;
    if (handle) way_.hide(*handle);
    if (session_.opened(params, answer.response->result, handle)) return {};
    return core::fail(broke_protocol(way_.options().server, {"its session's handle is not visible ASCII of reasonable length",
                                                             "l'identifiant de sa session n'est pas de l'ASCII visible de "
                                                             "longueur raisonnable"}));
  }

  /// Opens a new session where the server has forgotten the one that `lost` named.
  core::Status renew(const std::string& lost, const HttpWay::Errand& errand) {
    const std::lock_guard lock(renewing_);
    if (session_.handle() != lost) return {};  // another thread was quicker
    const auto opening = session_.opening();
    if (!opening) return core::fail(broke_protocol(way_.options().server, {"it forgot a session that never began",
                                                                           "il a oublié une session jamais ouverte"}));
    const std::string agreed = session_.version();
    wire::Request request{"renewed-" + std::to_string(++renewals_), std::string(method::initialize), *opening};
    const Exchange quiet;
    Asked asked{.id = request.id, .body = {}, .fields = session_.fields_of(request), .how = quiet, .errand = errand};
    asked.body = wire::to_json(std::move(request)).dump();
    RECOUPE_TRY(answer, ask(asked));
    if (!answer.response) return core::fail(way_.refused(answer.status, answer.body));
    if (answer.response->error) {
      return core::fail(refused_by_server(way_.options().server, std::string(method::initialize), answer.response->error->code,
                                          shown(answer.response->error->message)));
    }
    if (answer.response->result.text("protocolVersion") != agreed) {
      return core::fail(broke_protocol(way_.options().server, {"it forgot the session and speaks another version now",
                                                               "il a oublié la session et parle maintenant une autre version"}));
    }
    RECOUPE_CHECK(note_opening(*opening, answer));
    return post(wire::Notification{std::string(method::initialized), {}}, courtesy(std::string(method::initialized)));
  }

  void announce_end(const Asked& asked, bool is_modern, core::Code code) {
    const bool gave_up = code == core::Code::timeout || code == core::Code::interrupted;
    if (is_modern || !gave_up || !asked.how.announce_end) return;  // a modern server sees that the stream is closed
    // The caller has already waited long enough: whether this arrives changes nothing for it.
    (void)post(wire::Notification{std::string(method::cancelled),
                                  Json::object({{"requestId", asked.id},
                                                {"reason", code == core::Code::timeout ? "timeout" : "cancelled"}})},
               courtesy(std::string(method::cancelled)));
  }

  [[nodiscard]] HttpWay::Errand courtesy(const std::string& method) const {
    return {method, Deadline::in_ms(farewell_timeout_ms), farewell_timeout_ms, closing_};
  }

  /// Posts what has no response of its own.
  core::Status post(wire::Message message, const HttpWay::Errand& errand) {
    const wire::HttpHeaders fields = session_.fields_of(message);
    HttpReply reply(core::limits::foreign_text_bytes_max, [](wire::Message, bool) { return true; });
    const auto sent = way_.send("POST", {}, fields, wire::to_json(std::move(message)).dump(), errand, reply);
    if (!sent && reply.status() == 0) return core::fail(way_.failed(sent.error(), errand));
    if (!reply.is_success()) return core::fail(way_.refused(reply.status(), reply.body()));
    return {};
  }

  core::Status use_old() {
    auto old = make_sse_transport(way_);
    RECOUPE_CHECK(old->open(*listener_));
    old_ = std::move(old);
    return {};
  }

  /// Hears what the server says by itself in a legacy session, where it may.
  void start_listening() {
    if (!session_.speaks_first() || hearing_.joinable()) return;
    hearing_ = std::thread([this] {
      hear();
      is_heard_ = true;
    });
    // What a server says before anybody listens is lost, so that a call must not be quicker than the stream.
    const Deadline patience = Deadline::in_ms(own_stream_timeout_ms);
    while (!is_heard_ && !patience.passed()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void stop_listening() {
    if (hearing_.joinable()) hearing_.join();
  }

  void hear() {
    std::string last_id;
    int pause_ms = resume_pause_ms;
    const HttpWay::Errand errand{"GET", Deadline::never(), 0, closing_};
    for (int idle = 0; idle < resumes_max && !closing_.requested(); ++idle) {
      wire::HttpHeaders fields = session_.fields();
      if (!last_id.empty()) fields.emplace_back(header::last_event, last_id);
      const auto take = [this](wire::Message message, bool) {
        if (auto* notification = std::get_if<wire::Notification>(&message)) {
          listener_->on_notification(std::move(*notification));
        } else if (auto* request = std::get_if<wire::Request>(&message)) {
          answer_request(std::move(*request));
        } else {
          listener_->on_stray(std::get<wire::Response>(std::move(message)));
        }
        return true;
      };
      HttpReply reply(way_.options().frame_bytes_max, take, {}, [this] { is_heard_ = true; });
      (void)way_.send("GET", {}, fields, {}, errand, reply);
      if (reply.status() != 0 && !reply.is_stream()) return;  // 405: it has no such stream
      if (!reply.events().last_id().empty()) last_id = reply.events().last_id();
      if (reply.heard_events()) idle = 0;
      pause_ms = reply.events().retry_ms().value_or(pause_ms);
      if (!wait(pause_ms, errand)) return;
    }
  }

  HttpWay way_;
  Listener* listener_ = nullptr;
  HttpSession session_;
  std::unique_ptr<Transport> old_;  // set while the hands are shaken, before several threads ask
  core::Cancel closing_;
  std::mutex renewing_;
  std::atomic<int> renewals_ = 0;
  std::atomic<bool> is_heard_ = false;  // the stream was answered, with a stream or a refusal
  std::thread hearing_;
};

}  // namespace

std::unique_ptr<Transport> make_http_transport(HttpOptions options) {
  return std::make_unique<HttpTransport>(std::move(options));
}

}  // namespace recoupe::mcp
