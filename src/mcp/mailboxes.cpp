#include "mcp/mailboxes.hpp"

#include <chrono>
#include <utility>

#include "mcp/eras.hpp"

namespace recoupe::mcp {

namespace {

std::string token_of(const wire::Request& request) {
  const core::Json* meta = request.params.find("_meta");
  const core::Json* token = meta ? meta->find(meta::progress_token) : nullptr;
  return token ? token->dump() : std::string();
}

}  // namespace

void Mailbox::put(wire::Message message) {
  const std::lock_guard lock(mutex_);
  // A client that reads slowly misses progress, never its response.
  if (!std::holds_alternative<wire::Response>(message) && messages_.size() >= core::limits::progress_kept_max) return;
  messages_.push_back(std::move(message));
  changed_.notify_all();
}

std::optional<wire::Message> Mailbox::wait(int timeout_ms) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return !messages_.empty(); });
  if (messages_.empty()) return std::nullopt;
  wire::Message message = std::move(messages_.front());
  messages_.pop_front();
  return message;
}

std::shared_ptr<Mailbox> Mailboxes::open(const wire::Request& request) {
  const std::string token = token_of(request);
  const std::lock_guard lock(mutex_);
  if (by_id_.contains(request.id.dump()) || (!token.empty() && by_token_.contains(token))) return nullptr;
  auto box = std::make_shared<Mailbox>();
  by_id_[request.id.dump()] = box;
  if (!token.empty()) by_token_[token] = box;
  return box;
}

void Mailboxes::close(const wire::Request& request) {
  const std::lock_guard lock(mutex_);
  by_id_.erase(request.id.dump());
  if (const std::string token = token_of(request); !token.empty()) by_token_.erase(token);
}

void Mailboxes::deliver(wire::Message message) {
  std::shared_ptr<Mailbox> box;
  {
    const std::lock_guard lock(mutex_);
    if (const auto* response = std::get_if<wire::Response>(&message)) {
      const auto found = by_id_.find(response->id.dump());
      if (found != by_id_.end()) box = found->second;
    } else if (const auto* notification = std::get_if<wire::Notification>(&message)) {
      const core::Json* token = notification->params.find(meta::progress_token);
      const auto found = token ? by_token_.find(token->dump()) : by_token_.end();
      if (found != by_token_.end()) box = found->second;
    }
  }
  if (box) box->put(std::move(message));
}

}  // namespace recoupe::mcp
