// What a conversation says, sorted by the request that it belongs to. Takes messages from the conversation's threads, gives
// each to the thread that answers its request. Included by serve_http.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/limits.hpp"
#include "wire/json_rpc.hpp"

namespace recoupe::mcp {

/// What belongs to one request.
class Mailbox {
 public:
  void put(wire::Message message);
  /// Waits for the next message; nothing when none came in time.
  std::optional<wire::Message> wait(int timeout_ms);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<wire::Message> messages_;
};

class Mailboxes {
 public:
  /// Opens the box of a request; nullptr when its id or progress token has one already.
  std::shared_ptr<Mailbox> open(const wire::Request& request);
  void close(const wire::Request& request);
  /// Puts a message into the box that it belongs to; what belongs to none is dropped.
  void deliver(wire::Message message);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Mailbox>> by_id_;     // the id as JSON text
  std::map<std::string, std::shared_ptr<Mailbox>> by_token_;  // the progress token as JSON text
};

}  // namespace recoupe::mcp
