// IEEE half precision as bits: the form in which vectors and weights are kept. Takes and gives numbers.
// Included by linker, models/e5 and the evaluation's dump.
#pragma once

#include <cstdint>

namespace recoupe::planner {

/// Rounds to the nearest half, ties to even; what is too large becomes infinity.
std::uint16_t half_of(float number);
/// Gives the number that a half stands for, exactly.
float float_of(std::uint16_t half);

}  // namespace recoupe::planner
