// One flag that stops a run: set by Ctrl-C, the notebook's stop button or Run.cancel(); asked at every wait.
#pragma once

#include <atomic>
#include <memory>

namespace recoupe::core {

/// A shared flag; copies see the same one. Waits must look at it at least every `poll_ms`.
class Cancel {
 public:
  static constexpr int poll_ms = 50;
  void request() const { flag_->store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const { return flag_->load(std::memory_order_relaxed); }

 private:
  std::shared_ptr<std::atomic<bool>> flag_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace recoupe::core
