// The clients of a server over HTTP, one server and one conversation each: legacy sessions by their handles. Takes handles,
// gives conversations. Bounded in number and idle time. Included by serve_http.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "mcp/conversation.hpp"
#include "mcp/mailboxes.hpp"
#include "mcp/server.hpp"

namespace recoupe::mcp {

inline constexpr std::size_t sessions_max = 16;
inline constexpr std::int64_t session_idle_ms_max = 1'800'000;

/// One client: what it said before, what it is told.
struct ServedClient {
  explicit ServedClient(std::shared_ptr<const Server> given)
      : server(std::move(given)),
        conversation(*server, true, [this](wire::Message message) { boxes.deliver(std::move(message)); }) {}

  std::shared_ptr<const Server> server;  // the handles that its tools give are good in this session alone
  Mailboxes boxes;
  Conversation conversation;  // the last, so that it ends before what it writes to
  std::string version;        // agreed by initialize
  std::string peer;
};

/// Safe for several threads.
class ServedSessions {
 public:
  /// Keeps a client and gives its handle, which can't be guessed; "" when there are too many that are not idle.
  std::string keep(std::shared_ptr<ServedClient> client);
  /// Gives the client of a handle; nullptr when there is none, or it was given to another address.
  std::shared_ptr<ServedClient> find(const std::string& handle, const std::string& peer);
  /// Ends a session; gives whether there was one.
  bool drop(const std::string& handle, const std::string& peer);
  /// Ends the sessions that nobody used for too long.
  void sweep();

 private:
  struct Kept {
    std::shared_ptr<ServedClient> client;
    std::int64_t used_ms = 0;
  };

  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace recoupe::mcp
