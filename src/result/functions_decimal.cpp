#include "core/decimal.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

namespace {

/// Tells whether two numbers are no further apart than the tolerance; a percentage is of the left one's size.
bool within(std::string_view left, std::string_view right, std::string_view tolerance, bool percent) {
  if (core::compare_decimal(left, right) == 0) return true;
  const std::string apart = core::abs_decimal(core::subtract_decimal(left, right));
  if (apart == "NaN" || apart == "Infinity") return false;
  if (!percent) return core::compare_decimal(apart, tolerance) <= 0;
  return core::compare_decimal(core::multiply_decimal(apart, "100"),
                               core::multiply_decimal(core::abs_decimal(left), tolerance)) <= 0;
}

}  // namespace

core::Status add_decimal_functions(const Database& database) {
  using Text = std::string_view;
  constexpr std::size_t average_scale = core::quotient_scale_min;
  RECOUPE_CHECK((add_scalar<Blob, Text>(database, "rc_key", [](Text x) { return Blob{core::order_key(x)}; })));
  using Binary = std::string (*)(Text, Text);
  const std::pair<const char*, Binary> binaries[] = {
      {"rc_add", core::add_decimal}, {"rc_subtract", core::subtract_decimal}, {"rc_multiply", core::multiply_decimal}};
  for (const auto& [name, body] : binaries) RECOUPE_CHECK((add_scalar<std::string, Text, Text>(database, name, body)));
  RECOUPE_CHECK((add_scalar<std::string, Text, Text>(database, "rc_divide", core::divide_decimal)));
  RECOUPE_CHECK((add_scalar<std::string, Text, Text>(
      database, "rc_average", [](Text sum, Text count) { return core::divide_decimal_to(sum, count, average_scale); })));
  RECOUPE_CHECK((add_scalar<std::string, Text>(database, "rc_negate", core::negate_decimal)));
  RECOUPE_CHECK((add_scalar<std::string, Text>(database, "rc_abs", core::abs_decimal)));
  RECOUPE_CHECK((add_scalar<double, Text>(database, "rc_float", core::double_of_decimal)));
  RECOUPE_CHECK((add_scalar<std::string, Text, std::int64_t>(database, "rc_round", core::round_decimal)));
  RECOUPE_CHECK((add_scalar<bool, Text, Text, Text, bool>(database, "rc_within", within)));
  return add_scalar<double, double, std::int64_t>(database, "rc_round_float", [](double x, std::int64_t digits) {
    return core::double_of_decimal(core::round_decimal(core::decimal_of(x), digits));
  });
}

}  // namespace recoupe::result
