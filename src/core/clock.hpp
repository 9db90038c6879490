// The time now, injectable: "now" is decided once per run and passed down. Included by run and evidence.
#pragma once

#include "core/value.hpp"

namespace recoupe::core {

/// Gives the wall clock in microseconds UTC.
Timestamp system_now();
/// Gives milliseconds of a clock that never goes back, for durations and deadlines.
std::int64_t monotonic_ms();

}  // namespace recoupe::core
