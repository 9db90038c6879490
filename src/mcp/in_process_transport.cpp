#include "mcp/in_process_transport.hpp"

#include <utility>

#include "mcp/conversation.hpp"
#include "mcp/eras.hpp"
#include "mcp/pending_calls.hpp"
#include "mcp/server_errors.hpp"
#include "wire/redact.hpp"

namespace recoupe::mcp {

namespace {

class InProcessTransport final : public Transport {
 public:
  explicit InProcessTransport(InProcessOptions options) : options_(std::move(options)), pending_(options_.server) {}
  ~InProcessTransport() override { close(); }

  core::Status open(Listener& listener) override {
    RECOUPE_TRY(server, options_.make());
    server_ = std::move(server);
    conversation_ = std::make_unique<Conversation>(
        *server_, false, [this, &listener](wire::Message message) { hear(std::move(message), listener); });
    return {};
  }

  core::Result<wire::Response> exchange(wire::Request request, const Exchange& how) override {
    const core::Json id = request.id;
    const std::string method = request.method;
    RECOUPE_CHECK(pending_.expect(id));
    conversation_->take(std::move(request));
    auto response = pending_.wait(id, method, how);
    if (!response && how.announce_end) {
      conversation_->take(wire::Notification{std::string(method::cancelled), core::Json::object({{"requestId", id}})});
    }
    return response;
  }

  core::Status notify(wire::Notification notification) override {
    conversation_->take(std::move(notification));
    return {};
  }

  void close() override {
    conversation_.reset();
    pending_.fail(exited(options_.server, {"closed", "fermé"}, {}), true);
    server_.reset();
  }

  [[nodiscard]] std::string shown(const std::string& words) const override {
    return wire::last_words(words, options_.secrets, core::limits::foreign_text_bytes_max);
  }

 private:
  void hear(wire::Message message, Listener& listener) {
    if (auto* response = std::get_if<wire::Response>(&message)) {
      if (auto stray = pending_.answer(std::move(*response))) listener.on_stray(*std::move(stray));
    } else if (const auto* notification = std::get_if<wire::Notification>(&message)) {
      if (notification->method == method::progress) pending_.progress(notification->params);
    }
  }

  InProcessOptions options_;
  PendingCalls pending_;
  std::shared_ptr<const Server> server_;
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace

std::unique_ptr<Transport> make_in_process_transport(InProcessOptions options) {
  return std::make_unique<InProcessTransport>(std::move(options));
}

std::unique_ptr<Transport> make_in_process_transport(std::string name, std::shared_ptr<const Server> server) {
  return make_in_process_transport({.server = std::move(name), .make = [server] { return server; }, .secrets = {}});
}

}  // namespace recoupe::mcp
