// How long a wait may last. Takes milliseconds, gives what is left of them. Included by wire and mcp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/cancel.hpp"
#include "core/clock.hpp"

namespace recoupe::wire {

/// A point on the monotonic clock.
class Deadline {
 public:
  static Deadline never() { return Deadline(std::numeric_limits<std::int64_t>::max()); }
  static Deadline in_ms(std::int64_t ms) { return Deadline(core::monotonic_ms() + ms); }

  [[nodiscard]] bool passed() const { return core::monotonic_ms() >= at_ms_; }
  /// Gives how long to sleep before looking at the cancel flag again.
  [[nodiscard]] int slice_ms() const {
    const std::int64_t left_ms = at_ms_ - core::monotonic_ms();
    return static_cast<int>(std::clamp<std::int64_t>(left_ms, 0, core::Cancel::poll_ms));
  }

 private:
  explicit Deadline(std::int64_t at_ms) : at_ms_(at_ms) {}
  std::int64_t at_ms_;
};

}  // namespace recoupe::wire
