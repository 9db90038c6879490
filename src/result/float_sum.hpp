// The exact sum of doubles, rounded once, so that neither order nor threads matter. A fixed-point number wide enough for
// every double. Takes doubles, gives their sum or mean. Included by functions_sum.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace recoupe::result {

/// Adds doubles exactly. Plain memory: may be copied as bytes.
class FloatSum {
 public:
  void add(double value);
  void merge(const FloatSum& other);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Gives the double nearest to the sum (half even).
  [[nodiscard]] double sum() const { return quotient(1); }
  /// Gives the double nearest to sum / count.
  [[nodiscard]] double mean() const { return quotient(count_); }

 private:
  static constexpr std::size_t limbs = 68;  // 32 bits each: 2^-1074 to 2^1024, and room for 2^64 summands
  static constexpr std::uint32_t pending_max = 1U << 29;
  void settle();
  [[nodiscard]] double quotient(std::uint64_t divisor) const;

  std::array<std::int64_t, limbs> limbs_{};  // limb i counts 2^(32 i - 1074)
  std::uint32_t pending_ = 0;                // additions since carries were settled
  bool nan_ = false;
  bool positive_infinity_ = false;
  bool negative_infinity_ = false;
  std::uint64_t count_ = 0;
};

}  // namespace recoupe::result
