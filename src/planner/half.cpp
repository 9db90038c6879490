#include "planner/half.hpp"

#include <bit>

namespace recoupe::planner {

namespace {

constexpr std::uint32_t half_infinity = 0x7C00;
constexpr std::uint32_t half_fraction = 0x03FF;
constexpr std::uint32_t too_large = 0x4780'0000;     // 65536 as a float's bits
constexpr std::uint32_t least_normal = 0x3880'0000;  // 2^-14

}  // namespace

std::uint16_t half_of(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  const std::uint32_t sign = (bits >> 16) & 0x8000;
  const std::uint32_t size = bits & 0x7FFF'FFFF;
  if (size > 0x7F80'0000) return static_cast<std::uint16_t>(sign | half_infinity | 1);  // not a number
  if (size >= too_large) return static_cast<std::uint16_t>(sign | half_infinity);
  if (size < least_normal) {
    // Adding one half lets the processor round to whole multiples of 2^-24, the step of the smallest halves.
    const auto shifted = std::bit_cast<std::uint32_t>(std::bit_cast<float>(size) + 0.5F);
    return static_cast<std::uint16_t>(sign | (shifted - std::bit_cast<std::uint32_t>(0.5F)));
  }
  const std::uint32_t odd = (size >> 13) & 1;
  return static_cast<std::uint16_t>(sign | ((size - ((127U - 15U) << 23) + 0x0FFF + odd) >> 13));
}

float float_of(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1FU;
  const std::uint32_t fraction = half & half_fraction;
  if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F80'0000U | (fraction << 13));
  if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 127 - 15) << 23) | (fraction << 13));
  const float small = static_cast<float>(fraction) / 16'777'216.0F;  // 2^-24
  return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(small));
}

}  // namespace recoupe::planner
