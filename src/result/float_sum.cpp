#include "result/float_sum.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace recoupe::result {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr int limb_bits = 32;
constexpr std::uint64_t limb_mask = 0xffff'ffff;
constexpr int mantissa_bits = 52;
constexpr int exponent_bias_max = 0x7ff;
constexpr int least_exponent = -1074;
constexpr std::size_t extra_limbs = 2;  // bits below the least double that a quotient is rounded by

}  // namespace

void FloatSum::add(double value) {
  ++count_;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const int biased = static_cast<int>(bits >> mantissa_bits) & exponent_bias_max;
  if (biased == exponent_bias_max) {
    nan_ = nan_ || std::isnan(value);
    positive_infinity_ = positive_infinity_ || (std::isinf(value) && value > 0);
    negative_infinity_ = negative_infinity_ || (std::isinf(value) && value < 0);
    return;
  }
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << mantissa_bits) - 1);
  if (biased != 0) mantissa |= std::uint64_t{1} << mantissa_bits;
  const int shift = biased == 0 ? 0 : biased - 1;
  Wide wide = static_cast<Wide>(mantissa) << (shift % limb_bits);
  const bool negative = std::signbit(value);
  for (auto i = static_cast<std::size_t>(shift / limb_bits); wide != 0; ++i, wide >>= limb_bits) {
    const auto piece = static_cast<std::int64_t>(static_cast<std::uint64_t>(wide) & limb_mask);
    limbs_[i] += negative ? -piece : piece;
  }
  if (++pending_ >= pending_max) settle();
}

void FloatSum::settle() {
  std::int64_t carry = 0;
  for (std::size_t i = 0; i + 1 < limbs; ++i) {
    const std::int64_t value = limbs_[i] + carry;
    const std::int64_t low = value & static_cast<std::int64_t>(limb_mask);
    limbs_[i] = low;
    carry = (value - low) >> limb_bits;
  }
  limbs_[limbs - 1] += carry;
  pending_ = 0;
}

void FloatSum::merge(const FloatSum& other) {
  FloatSum settled = other;
  settled.settle();
  settle();
  for (std::size_t i = 0; i < limbs; ++i) limbs_[i] += settled.limbs_[i];
  pending_ = 1;
  nan_ = nan_ || other.nan_;
  positive_infinity_ = positive_infinity_ || other.positive_infinity_;
  negative_infinity_ = negative_infinity_ || other.negative_infinity_;
  count_ += other.count_;
}

double FloatSum::quotient(std::uint64_t divisor) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (nan_ || (positive_infinity_ && negative_infinity_)) return std::numeric_limits<double>::quiet_NaN();
  if (positive_infinity_) return infinity;
  if (negative_infinity_) return -infinity;
  FloatSum settled = *this;
  settled.settle();
  const bool negative = settled.limbs_[limbs - 1] < 0;
  if (negative) {
    for (std::int64_t& limb : settled.limbs_) limb = -limb;
    settled.settle();
  }
  std::array<std::uint64_t, limbs + extra_limbs> digits{};
  std::uint64_t rest = 0;
  for (std::size_t i = limbs + extra_limbs; i-- > 0;) {
    const std::uint64_t limb = i < extra_limbs ? 0 : static_cast<std::uint64_t>(settled.limbs_[i - extra_limbs]);
    const Wide value = (static_cast<Wide>(rest) << limb_bits) | limb;
    digits[i] = static_cast<std::uint64_t>(value / divisor);
    rest = static_cast<std::uint64_t>(value % divisor);
  }
  const auto bit = [&digits](int at) {
    const auto index = static_cast<std::size_t>(at / limb_bits);
    return (digits[index] >> (at % limb_bits)) & 1U;
  };
  int top = static_cast<int>(digits.size()) * limb_bits - 1;
  while (top >= 0 && bit(top) == 0) --top;
  if (top < 0) return 0;
  constexpr int least = static_cast<int>(extra_limbs) * limb_bits;  // the bit that is worth 2^-1074
  const int low = top - mantissa_bits > least ? top - mantissa_bits : least;
  std::uint64_t mantissa = 0;
  for (int at = top; at >= low; --at) mantissa = mantissa << 1U | bit(at);
  bool sticky = rest != 0;
  for (int at = 0; at < low - 1 && !sticky; ++at) sticky = bit(at) != 0;
  if (bit(low - 1) != 0 && (sticky || (mantissa & 1U) != 0)) ++mantissa;
  const double magnitude = std::ldexp(static_cast<double>(mantissa), low - least + least_exponent);
  return negative ? -magnitude : magnitude;
}

}  // namespace recoupe::result
