// The protocol's server side for one client: answers what needs no work at once, runs tool calls on threads of its own.
// Takes messages, gives messages. Included by serve_stdio and in_process_transport.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/cancel.hpp"
#include "mcp/eras.hpp"
#include "mcp/server.hpp"
#include "wire/json_rpc.hpp"

namespace recoupe::mcp {

inline constexpr std::size_t calls_running_max = 4;  // at once, of one client

class Conversation {
 public:
  /// Sends a message to the client; called from several threads.
  using Send = std::function<void(wire::Message message)>;

  /// `text_copies`: results that are structured also stand as text, for clients that know only that.
  Conversation(const Server& server, bool text_copies, Send send);
  /// Cancels what runs and waits for it.
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  /// Takes one message of the client. Requests are answered by `send`, now or later; what isn't asked is heard.
  void take(wire::Message message);
  /// Waits until no call runs or waits; gives whether that came about in time.
  bool wait_idle(int timeout_ms);

 private:
  struct Call {
    core::Json id;
    Era era = Era::legacy;
    const ServedTool* tool = nullptr;
    core::Json arguments;
    core::Json progress_token;  // null: none asked
    core::Cancel cancel;
  };

  wire::Response answer(wire::Request& request, bool& later);
  wire::Response initialize(wire::Request& request);
  wire::Response discover(wire::Request& request) const;
  wire::Response list_tools(wire::Request& request, Era era) const;
  wire::Response call_tool(wire::Request& request, Era era, bool& later);
  [[nodiscard]] core::Json completed(core::Json result, Era era) const;
  void hear(const wire::Notification& notification);
  void work();
  void run(Call& call);
  [[nodiscard]] core::Json result_of(Call& call) const;

  const Server& server_;
  const bool text_copies_;
  const Send send_;
  bool initialized_ = false;  // touched by take alone, which one thread calls at a time
  std::mutex taking_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Call> waiting_;
  std::map<std::string, core::Cancel> known_;  // waiting or running, by the id as JSON text
  std::size_t running_ = 0;
  bool ending_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace recoupe::mcp
