// Exact decimal arithmetic on text in plain notation ("-12.50", "NaN", "Infinity", "-Infinity"), as core::Decimal
// holds it.
// Takes and gives such text; numbers are canonical in everything but their scale. Included by plan, rows and result.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace recoupe::core {

inline constexpr std::size_t decimal_digits_max = 20'000;   // of one number in plain notation (PostgreSQL: 147,455)
inline constexpr std::size_t quotient_scale_min = 12;       // fractional digits of a quotient, at least

/// Reads a number as people and databases write it ("+1.50", "1E+3", ".5", "nan", "inf", "-Infinity") into plain
/// notation.
/// The scale is kept ("1.50" stays "1.50"); a negative exponent makes fractional digits, a positive one zeros.
Result<std::string> parse_decimal(std::string_view text);
/// Tells whether the text is plain notation already: -?digits[.digits], NaN, Infinity, -Infinity; no needless zero or
/// "-0".
[[nodiscard]] bool is_plain_decimal(std::string_view text);

// The operands of what follows are plain notation; other text counts as NaN.

/// Orders by value: 1.0 equals 1.00; NaN equals NaN and is greater than everything, as in PostgreSQL.
std::strong_ordering compare_decimal(std::string_view left, std::string_view right);
/// Sums and differences have the larger scale of the two; a product has the sum of the scales.
std::string add_decimal(std::string_view left, std::string_view right);
std::string subtract_decimal(std::string_view left, std::string_view right);
std::string multiply_decimal(std::string_view left, std::string_view right);
/// Divides, half even, to max(12, both scales) fractional digits, then drops zeros at the end down to the larger scale
/// of the two: 1/4 is 0.25. By zero: nothing.
std::optional<std::string> divide_decimal(std::string_view left, std::string_view right);
/// Divides to exactly `scale` fractional digits at most, half even, without zeros at the end (AVG: scale 12). By
/// zero: nothing.
std::optional<std::string> divide_decimal_to(std::string_view left, std::string_view right, std::size_t scale);
std::string negate_decimal(std::string_view value);
std::string abs_decimal(std::string_view value);
/// Rounds half away from zero to `digits` fractional digits; negative ones round left of the point. Scale:
/// max(digits, 0).
std::string round_decimal(std::string_view value, std::int64_t digits);
/// Drops zeros at the end of the fraction: "1.50" gives "1.5", "2.00" gives "2".
std::string trim_decimal(std::string_view value);

std::string decimal_of(std::int64_t value);
/// Gives the shortest decimal that reads back as this double ("0.1"), in plain notation, or NaN, Infinity, -Infinity.
std::string decimal_of(double value);
/// Gives the value if it is whole and fits.
std::optional<std::int64_t> int64_of_decimal(std::string_view value);
/// Gives the nearest double (half even); beyond the range: an infinity.
double double_of_decimal(std::string_view value);

/// Gives ASCII text whose byte order is the numeric order, equal exactly where the values are ("1.0" and "1").
std::string order_key(std::string_view value);

/// Adds many decimals exactly; order does not matter. For SUM and AVG.
class DecimalSum {
 public:
  DecimalSum();
  DecimalSum(const DecimalSum& other);
  DecimalSum(DecimalSum&& other) noexcept;
  DecimalSum& operator=(DecimalSum other) noexcept;
  ~DecimalSum();
  void add(std::string_view value);
  void add(std::int64_t value);
  void merge(const DecimalSum& other);
  /// Gives the sum so far, with the largest scale that was added; "0" of nothing.
  [[nodiscard]] std::string total() const;

 private:
  struct State;
  State* state_;
};

}  // namespace recoupe::core
