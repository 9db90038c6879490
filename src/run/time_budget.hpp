// How long one run may take: cancels it then, and tells that from a person's cancelling. Takes seconds and the caller's
// cancel, gives the run's. Included by session.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "core/cancel.hpp"
#include "core/error.hpp"

namespace recoupe::run {

class TimeBudget {
 public:
  TimeBudget(std::int64_t seconds_max, const core::Cancel& outer);
  TimeBudget(const TimeBudget&) = delete;
  TimeBudget& operator=(const TimeBudget&) = delete;
  /// Gives the flag that stops the run: requested with the caller's, or once the time is up.
  [[nodiscard]] const core::Cancel& cancel() const { return inner_; }
  /// Gives the error of a stopped run: an interruption that the time caused is a budget reached.
  [[nodiscard]] core::Error explained(core::Error error) const;

 private:
  std::int64_t seconds_max_;
  core::Cancel inner_;
  std::atomic<bool> is_up_ = false;
  std::jthread watch_;
};

}  // namespace recoupe::run
