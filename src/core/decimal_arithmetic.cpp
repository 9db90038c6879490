// Boost's small-integer storage looks uninitialised to the optimiser where it is not used.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdlib>
#include <map>
#include <utility>

#include "core/decimal.hpp"

namespace recoupe::core {
namespace {

using Integer = boost::multiprecision::cpp_int;

constexpr std::size_t digits_of_64_bits = 18;

enum class Class { negative_infinity, finite, infinity, nan };

// digits / 10^scale, or one of the three that are no number.
struct Number {
  Class kind = Class::nan;
  Integer digits;
  std::size_t scale = 0;
};

Number number_of(std::string_view text) {
  if (text == "Infinity") return {Class::infinity, 0, 0};
  if (text == "-Infinity") return {Class::negative_infinity, 0, 0};
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::string digits;
  std::size_t scale = 0;
  bool after_point = false;
  for (const char c : text) {
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9') return {};
    digits.push_back(c);
    scale += after_point ? 1 : 0;
  }
  if (digits.empty()) return {};
  // A leading zero would be read as octal.
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  Integer value;
  if (digits.size() <= digits_of_64_bits) value = std::strtoull(digits.c_str(), nullptr, 10);
  else value.assign(digits);
  if (negative) value = -value;
  return {Class::finite, std::move(value), scale};
}

std::string text_of(const Number& number) {
  switch (number.kind) {
    case Class::negative_infinity:
      return "-Infinity";
    case Class::infinity:
      return "Infinity";
    case Class::nan:
      return "NaN";
    case Class::finite:
      break;
  }
  const bool negative = number.digits < 0;
  std::string digits = Integer(abs(number.digits)).str();
  if (digits.size() <= number.scale) digits.insert(0, number.scale + 1 - digits.size(), '0');
  if (number.scale > 0) digits.insert(digits.size() - number.scale, 1, '.');
  return negative ? "-" + digits : digits;
}

Integer power_of_ten(std::size_t exponent) { return pow(Integer(10), static_cast<unsigned>(exponent)); }

void rescale_up(Number& number, std::size_t scale) {
  if (scale > number.scale) number.digits *= power_of_ten(scale - number.scale);
  number.scale = scale;
}

int sign_of(const Number& number) {
  if (number.kind == Class::infinity) return 1;
  if (number.kind == Class::negative_infinity) return -1;
  return number.digits.sign();
}

Number infinity_of(int sign) {
  if (sign == 0) return {};
  return {sign > 0 ? Class::infinity : Class::negative_infinity, 0, 0};
}

enum class Half { even, away };

// Divides two whole numbers and rounds the quotient to the nearest.
Integer rounded_quotient(const Integer& numerator, const Integer& denominator, Half half) {
  Integer quotient;
  Integer rest;
  divide_qr(numerator, denominator, quotient, rest);
  const int side = Integer(abs(rest) * 2).compare(Integer(abs(denominator)));
  const bool up = side > 0 || (side == 0 && (half == Half::away || bit_test(Integer(abs(quotient)), 0)));
  if (up) quotient += numerator.sign() * denominator.sign() < 0 ? -1 : 1;
  return quotient;
}

Number sum_of(Number left, Number right) {
  if (left.kind == Class::nan || right.kind == Class::nan) return {};
  if (left.kind != Class::finite || right.kind != Class::finite) {
    if (left.kind == Class::finite) return right;
    if (right.kind == Class::finite || left.kind == right.kind) return left;
    return {};
  }
  const std::size_t scale = std::max(left.scale, right.scale);
  rescale_up(left, scale);
  rescale_up(right, scale);
  left.digits += right.digits;
  return left;
}

Number negated(Number value) {
  if (value.kind == Class::infinity) return infinity_of(-1);
  if (value.kind == Class::negative_infinity) return infinity_of(1);
  value.digits = -value.digits;
  return value;
}

std::optional<Number> quotient_of(const Number& left, const Number& right, std::size_t scale) {
  if (left.kind == Class::nan || right.kind == Class::nan) return Number{};
  if (right.kind == Class::finite && right.digits == 0) return std::nullopt;
  if (left.kind != Class::finite) {
    if (right.kind != Class::finite) return Number{};
    return infinity_of(sign_of(left) * sign_of(right));
  }
  if (right.kind != Class::finite) return Number{Class::finite, 0, 0};
  Integer numerator = left.digits;
  Integer denominator = right.digits;
  if (scale + right.scale >= left.scale) numerator *= power_of_ten(scale + right.scale - left.scale);
  else denominator *= power_of_ten(left.scale - scale - right.scale);
  return Number{Class::finite, rounded_quotient(numerator, denominator, Half::even), scale};
}

void drop_zeros(Number& number, std::size_t scale_min) {
  if (number.kind != Class::finite) return;
  while (number.scale > scale_min && number.digits % 10 == 0) {
    number.digits /= 10;
    --number.scale;
  }
}

}  // namespace

std::strong_ordering compare_decimal(std::string_view left, std::string_view right) {
  Number a = number_of(left);
  Number b = number_of(right);
  if (a.kind != Class::finite || b.kind != Class::finite) return static_cast<int>(a.kind) <=> static_cast<int>(b.kind);
  const std::size_t scale = std::max(a.scale, b.scale);
  rescale_up(a, scale);
  rescale_up(b, scale);
  return a.digits.compare(b.digits) <=> 0;
}

std::string add_decimal(std::string_view left, std::string_view right) {
  return text_of(sum_of(number_of(left), number_of(right)));
}

std::string subtract_decimal(std::string_view left, std::string_view right) {
  return text_of(sum_of(number_of(left), negated(number_of(right))));
}

std::string multiply_decimal(std::string_view left, std::string_view right) {
  const Number a = number_of(left);
  const Number b = number_of(right);
  if (a.kind == Class::nan || b.kind == Class::nan) return "NaN";
  if (a.kind != Class::finite || b.kind != Class::finite) return text_of(infinity_of(sign_of(a) * sign_of(b)));
  return text_of({Class::finite, a.digits * b.digits, a.scale + b.scale});
}

std::optional<std::string> divide_decimal(std::string_view left, std::string_view right) {
  const Number a = number_of(left);
  const Number b = number_of(right);
  const std::size_t larger = std::max(a.scale, b.scale);
  auto quotient = quotient_of(a, b, std::max(larger, quotient_scale_min));
  if (!quotient) return std::nullopt;
  drop_zeros(*quotient, larger);
  return text_of(*quotient);
}

std::optional<std::string> divide_decimal_to(std::string_view left, std::string_view right, std::size_t scale) {
  auto quotient = quotient_of(number_of(left), number_of(right), scale);
  if (!quotient) return std::nullopt;
  drop_zeros(*quotient, 0);
  return text_of(*quotient);
}

std::string negate_decimal(std::string_view value) { return text_of(negated(number_of(value))); }

std::string abs_decimal(std::string_view value) {
  const Number number = number_of(value);
  return text_of(sign_of(number) < 0 ? negated(number) : number);
}

std::string round_decimal(std::string_view value, std::int64_t digits) {
  Number number = number_of(value);
  if (number.kind != Class::finite) return text_of(number);
  const auto most = static_cast<std::int64_t>(decimal_digits_max);
  digits = std::clamp(digits, -most, most);
  const auto kept = static_cast<std::int64_t>(number.scale);
  if (digits >= kept) {
    rescale_up(number, static_cast<std::size_t>(digits));
    return text_of(number);
  }
  number.digits = rounded_quotient(number.digits, power_of_ten(static_cast<std::size_t>(kept - digits)), Half::away);
  number.scale = static_cast<std::size_t>(std::max<std::int64_t>(digits, 0));
  if (digits < 0) number.digits *= power_of_ten(static_cast<std::size_t>(-digits));
  return text_of(number);
}

struct DecimalSum::State {
  std::map<std::size_t, Integer> by_scale;  // few scales meet in one column: no rescaling while adding
  Number special{Class::finite, 0, 0};      // where infinities and NaN gather
};

DecimalSum::DecimalSum() : state_(new State) {}
DecimalSum::DecimalSum(const DecimalSum& other) : state_(new State(*other.state_)) {}
DecimalSum::DecimalSum(DecimalSum&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
DecimalSum& DecimalSum::operator=(DecimalSum other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}
DecimalSum::~DecimalSum() { delete state_; }

void DecimalSum::add(std::string_view value) {
  Number number = number_of(value);
  if (number.kind == Class::finite) state_->by_scale[number.scale] += number.digits;
  else state_->special = sum_of(state_->special, std::move(number));
}

void DecimalSum::add(std::int64_t value) { state_->by_scale[0] += value; }

void DecimalSum::merge(const DecimalSum& other) {
  for (const auto& [scale, digits] : other.state_->by_scale) state_->by_scale[scale] += digits;
  state_->special = sum_of(state_->special, other.state_->special);
}

std::string DecimalSum::total() const {
  Number sum = state_->special;
  for (const auto& [scale, digits] : state_->by_scale) sum = sum_of(std::move(sum), {Class::finite, digits, scale});
  return text_of(sum);
}

}  // namespace recoupe::core
