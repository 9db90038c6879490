#include "mcp/served_sessions.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "wire/http_guard.hpp"

namespace recoupe::mcp {

std::string ServedSessions::keep(std::shared_ptr<ServedClient> client) {
  sweep();
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= sessions_max) return {};
  std::string handle = wire::random_token();
  kept_[handle] = {std::move(client), core::monotonic_ms()};
  return handle;
}

std::shared_ptr<ServedClient> ServedSessions::find(const std::string& handle, const std::string& peer) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(handle);
  if (found == kept_.end() || found->second.client->peer != peer) return nullptr;
  found->second.used_ms = core::monotonic_ms();
  return found->second.client;
}

bool ServedSessions::drop(const std::string& handle, const std::string& peer) {
  std::shared_ptr<ServedClient> dropped;  // ended outside the lock: its calls are waited for
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(handle);
  if (found == kept_.end() || found->second.client->peer != peer) return false;
  dropped = std::move(found->second.client);
  kept_.erase(found);
  return true;
}

void ServedSessions::sweep() {
  std::vector<std::shared_ptr<ServedClient>> idle;
  const std::lock_guard lock(mutex_);
  const std::int64_t now = core::monotonic_ms();
  std::erase_if(kept_, [&](auto& entry) {
    const bool is_idle = now - entry.second.used_ms > session_idle_ms_max && entry.second.client.use_count() == 1;
    if (is_idle) idle.push_back(std::move(entry.second.client));
    return is_idle;
  });
}

}  // namespace recoupe::mcp
