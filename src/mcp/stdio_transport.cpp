#include "mcp/stdio_transport.hpp"

#include <mutex>
#include <thread>
#include <utility>

#include "mcp/eras.hpp"
#include "mcp/pending_calls.hpp"
#include "mcp/server_errors.hpp"
#include "wire/lines.hpp"
#include "wire/redact.hpp"

namespace recoupe::mcp {

namespace {

using core::Json;

constexpr int exit_patience_ms = 500;    // between the end of stdout and the end of the process
constexpr int courtesy_timeout_ms = 1'000;  // for what is sent without being waited for

class StdioTransport final : public Transport {
 public:
  explicit StdioTransport(StdioOptions options)
      : options_(std::move(options)),
        secrets_(wire::secrets_of(options_.command.args, options_.command.variables)),
        pending_(options_.server) {}

  ~StdioTransport() override { close(); }

  core::Status open(Listener& listener) override {
    auto child = wire::ChildProcess::start(options_.command, options_.stop_timeout_ms);
    if (!child) {
      core::Error error = std::move(child).error();
      error.message.en = "The server \"" + options_.server + "\": " + error.message.en;
      error.message.fr = "Le serveur « " + options_.server + " » : " + error.message.fr;
      return core::fail(std::move(error));
    }
    child_ = *std::move(child);
    reader_ = std::thread([this, &listener] { read_all(listener); });
    return {};
  }

  core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) override {
    const Json id = request.id;
    const std::string method = request.method;
    RECOUPE_CHECK(pending_.expect(id));
    if (auto sent = send(std::move(request), method, how.timeout_ms, how.cancel); !sent) {
      pending_.forget(id);
      return core::fail(std::move(sent).error());
    }
    auto response = pending_.wait(id, method, how);
    if (response) return response;
    const core::Code code = response.error().code;
    const bool gave_up = code == core::Code::timeout || code == core::Code::interrupted;
    if (gave_up && how.announce_end) announce_end(id, code);
    if (code == core::Code::timeout && method == method::initialize) tell_stderr(response.error());
    return response;
  }

  core::Status notify(wire::Notification notification) override {
    const std::string method = notification.method;
    return send(std::move(notification), method, courtesy_timeout_ms, closing_);
  }

  void close() override {
    closing_.request();
    if (reader_.joinable()) reader_.join();
    if (child_) child_->stop();
    pending_.fail(exited(options_.server, {"closed", "fermé"}, {}), true);
  }

  [[nodiscard]] std::string shown(const std::string& words) const override {
    return wire::last_words(words, secrets_, core::limits::foreign_text_bytes_max);
  }

 private:
  /// A server that hangs at its start often says why on stderr.
  void tell_stderr(core::Error& error) {
    const std::string words = shown(child_->stderr_tail());
    if (words.empty()) return;
    error.message.en += " It wrote to stderr:\n" + words;
    error.message.fr += " Il a écrit sur stderr :\n" + words;
  }

  void announce_end(const Json& id, core::Code code) {
    // The caller has already waited long enough: whether this arrives changes nothing for it.
    (void)notify({std::string(method::cancelled),
                  Json::object({{"requestId", id}, {"reason", code == core::Code::timeout ? "timeout" : "cancelled"}})});
  }

  core::Status send(wire::Message message, const std::string& method, int timeout_ms, const core::Cancel& cancel) {
    const std::string text = wire::to_json(std::move(message)).dump();
    const std::lock_guard lock(writing_);
    if (cut_off_) return core::fail(*cut_off_);
    bool begun = false;
    const auto written =
        wire::write_line(child_->stdin_fd(), text, wire::Deadline::in_ms(timeout_ms), cancel, begun);
    if (written) return {};
    if (written.error() == wire::Fault::closed) return core::fail(exit_error());
    core::Error error = written.error() == wire::Fault::cancelled ? interrupted(options_.server)
                                                                  : timed_out(options_.server, method, timeout_ms);
    if (begun) cut_off_ = broke_protocol(options_.server, {"it stopped reading in the middle of a message",
                                                           "il a cessé de lire au milieu d'un message"});
    return core::fail(std::move(error));
  }

  void read_all(Listener& listener) {
    wire::LineReader lines(child_->stdout_fd(), options_.frame_bytes_max);
    while (true) {
      auto line = lines.next(wire::Deadline::never(), closing_);
      if (line) {
        take(*line, listener);
      } else if (line.error() == wire::Fault::too_long) {
        const std::string bytes = std::to_string(options_.frame_bytes_max);
        pending_.fail(broke_protocol(options_.server, {"a message is longer than " + bytes + " bytes",
                                                       "un message dépasse " + bytes + " octets"}),
                      false);
      } else {
        if (line.error() == wire::Fault::closed) pending_.fail(exit_error(), true);
        return;
      }
    }
  }

  void take(const std::string& line, Listener& listener) {
    if (line.find_first_not_of(" \t") == std::string::npos) return;
    auto json = Json::parse(line);
    if (json && json->if_array()) {  // a batch, which 2025-03-26 allows
      for (Json& item : *json->if_array()) take(wire::parse_message(std::move(item)), line, listener);
    } else {
      take(json ? wire::parse_message(*std::move(json)) : std::nullopt, line, listener);
    }
  }

  void take(std::optional<wire::Message> message, const std::string& line, Listener& listener) {
    if (!message) return take_stray_line(line);
    if (auto* response = std::get_if<wire::Response>(&*message)) {
      if (auto stray = pending_.answer(std::move(*response))) listener.on_stray(*std::move(stray));
    } else if (auto* notification = std::get_if<wire::Notification>(&*message)) {
      if (notification->method == method::progress) return pending_.progress(notification->params);
      listener.on_notification(std::move(*notification));
    } else {
      const std::string method = std::get<wire::Request>(*message).method;
      auto reply = listener.on_request(std::move(std::get<wire::Request>(*message)));
      (void)send(std::move(reply), method, courtesy_timeout_ms, closing_);
    }
  }

  /// Lets a banner pass (many servers print one), but not what may be an answer gone wrong, nor a flood.
  void take_stray_line(const std::string& line) {
    const bool may_be_answer = line[line.find_first_not_of(" \t")] == '{' || line.front() == '[';
    if (!may_be_answer && ++stray_lines_ <= core::limits::stray_lines_max) return;
    constexpr std::size_t quoted_bytes_max = 200;
    const std::string quoted = shown(line.substr(0, quoted_bytes_max));
    pending_.fail(broke_protocol(options_.server, {"its stdout holds what is no message: " + quoted,
                                                   "sa sortie standard contient ce qui n'est pas un message : " + quoted}),
                  false);
  }

  core::Error exit_error() {
    const auto how = child_->wait_exit(exit_patience_ms);
    const std::string words = shown(child_->stderr_tail());
    return exited(options_.server, how.value_or(core::Bilingual{"it closed its output", "il a fermé sa sortie"}), words);
  }

  StdioOptions options_;
  std::vector<std::string> secrets_;
  PendingCalls pending_;
  std::unique_ptr<wire::ChildProcess> child_;
  core::Cancel closing_;
  std::mutex writing_;
  std::optional<core::Error> cut_off_;  // half a message has left: nothing more can be said
  int stray_lines_ = 0;
  std::thread reader_;
};

}  // namespace

std::unique_ptr<Transport> make_stdio_transport(StdioOptions options) {
  return std::make_unique<StdioTransport>(std::move(options));
}

}  // namespace recoupe::mcp
