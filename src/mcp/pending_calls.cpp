#include "mcp/pending_calls.hpp"

#include <chrono>
#include <utility>

#include "mcp/eras.hpp"
#include "mcp/server_errors.hpp"
#include "wire/deadline.hpp"

namespace recoupe::mcp {

core::Status PendingCalls::expect(const core::Json& id) {
  const std::lock_guard lock(mutex_);
  if (failure_) return core::fail(*failure_);
  calls_.try_emplace(id.dump());
  return {};
}

core::Result<wire::Response> PendingCalls::wait(const core::Json& id, const std::string& method, const Exchange& how) {
  const wire::Deadline deadline = wire::Deadline::in_ms(how.timeout_ms);
  const std::string key = id.dump();
  std::unique_lock lock(mutex_);
  Call& call = calls_.at(key);  // a map's elements stay where they are
  while (true) {
    while (!call.progress.empty()) {
      const core::Json params = std::move(call.progress.front());
      call.progress.pop_front();
      lock.unlock();
      if (how.on_progress) how.on_progress(params);
      lock.lock();
    }
    core::Result<wire::Response> outcome;
    if (call.outcome) {
      outcome = std::move(*call.outcome);
    } else if (how.cancel.requested()) {
      outcome = core::fail(interrupted(server_));
    } else if (deadline.passed()) {
      outcome = core::fail(timed_out(server_, method, how.timeout_ms));
    } else {
      changed_.wait_for(lock, std::chrono::milliseconds(deadline.slice_ms()));
      continue;
    }
    calls_.erase(key);
    return outcome;
  }
}

void PendingCalls::forget(const core::Json& id) {
  const std::lock_guard lock(mutex_);
  calls_.erase(id.dump());
}

std::optional<wire::Response> PendingCalls::answer(wire::Response response) {
  const std::lock_guard lock(mutex_);
  // A server that could not read a request refuses it under no id; with one call on its way, it is meant.
  const bool is_meant = response.id.is_null() && calls_.size() == 1;
  const auto found = is_meant ? calls_.begin() : calls_.find(response.id.dump());
  if (found == calls_.end() || found->second.outcome) return response;
  found->second.outcome = std::move(response);
  changed_.notify_all();
  return std::nullopt;
}

void PendingCalls::progress(const core::Json& params) {
  const core::Json* token = params.find(meta::progress_token);
  if (!token) return;
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(token->dump());
  if (found == calls_.end() || found->second.progress.size() >= core::limits::progress_kept_max) return;
  found->second.progress.push_back(params);
  changed_.notify_all();
}

void PendingCalls::fail(const core::Error& error, bool for_good) {
  const std::lock_guard lock(mutex_);
  if (for_good && !failure_) failure_ = error;
  for (auto& [id, call] : calls_) {
    if (!call.outcome) call.outcome = core::fail(error);
  }
  changed_.notify_all();
}

}  // namespace recoupe::mcp
