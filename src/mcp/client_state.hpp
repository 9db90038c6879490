// What stands behind a Client: its transport, what was agreed, what it remembers, and how one request becomes one result.
// Takes requests, gives results of the agreed era. Included by client and its requests only.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "mcp/client.hpp"
#include "mcp/handshake.hpp"
#include "mcp/known_tools.hpp"

namespace recoupe::mcp {

struct Client::State final : Listener {
  std::unique_ptr<Transport> transport;
  ClientOptions options;
  Agreement agreement;
  KnownTools tools;

  core::Json next_id() { return core::Json(++last_id_); }

  wire::Response on_request(wire::Request request) override;
  void on_notification(wire::Notification notification) override;
  void on_stray(wire::Response response) override;
  std::optional<wire::Response> late_answer(const core::Json& id);
  [[nodiscard]] std::int64_t stray_count() const { return strays_; }

  /// Sends one request of the agreed era and gives its complete result, however many rounds of inputs that takes.
  /// `refusal`: where the code of a JSON-RPC error goes.
  core::Result<core::Json> request(std::string_view method, core::Json params, const CallOptions& call,
                                   const wire::HttpHeaders& argument_headers = {}, std::int64_t* refusal = nullptr);
  /// Sends a list request over all pages and gives each page's result to `take`.
  core::Status list(std::string_view method, std::string_view member, const CallOptions& call,
                    const std::function<void(const core::Json& item)>& take);
  core::Result<std::vector<Tool>> list_tools(const CallOptions& call);

  /// Hears of changes to the list of tools where the server must be asked for that.
  void start_listening();
  void stop_listening();

 private:
  core::Result<wire::Response> send(std::string_view method, core::Json params, const CallOptions& call,
                                    const wire::HttpHeaders& argument_headers);
  core::Result<core::Json> answers_to(const core::Json& inputs) const;
  [[nodiscard]] std::optional<core::Json> answer_to(const std::string& method, const core::Json& params) const;
  void listen();

  std::atomic<std::int64_t> last_id_ = 0;
  std::atomic<std::int64_t> strays_ = 0;
  std::mutex mutex_;
  std::optional<wire::Response> first_stray_;  // of the handshake: a discovery that came late
  core::Cancel closing_;
  std::thread listener_;
};

}  // namespace recoupe::mcp
