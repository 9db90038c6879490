#include "core/decimal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace recoupe::core;

TEST_CASE("numbers_are_read_into_plain_notation") {
  CHECK(parse_decimal("1E+3") == "1000");
  CHECK(parse_decimal("+1.50") == "1.50");
  CHECK(parse_decimal(".5") == "0.5");
  CHECK(parse_decimal("-12e-4") == "-0.0012");
  CHECK(parse_decimal("007.10") == "7.10");
  CHECK(parse_decimal("-0.00") == "0.00");
  CHECK(parse_decimal("0E-6176").value().size() == 6178);
  CHECK(parse_decimal("0E+999999") == "0");
  CHECK(parse_decimal("-inf") == "-Infinity");
  CHECK(parse_decimal("NaN") == "NaN");
  for (const char* text :
       {"", "-", ".", "1.2.3", "1e", "1e+", "abc", "1 ", "1e99999", "1e-99999", "0x1", "1e9999999999"})
    CHECK_MESSAGE(!parse_decimal(text), text);
  CHECK(is_plain_decimal("-12.50"));
  CHECK_FALSE(is_plain_decimal("+1"));
  CHECK_FALSE(is_plain_decimal("-0"));
}

TEST_CASE("sums_and_products_are_exact") {
  CHECK(add_decimal("0.1", "0.20") == "0.30");
  CHECK(add_decimal("99999999999999999999999999999999999999", "1") == "100000000000000000000000000000000000000");
  CHECK(subtract_decimal("1", "1.00") == "0.00");
  CHECK(subtract_decimal("0.5", "1") == "-0.5");
  CHECK(multiply_decimal("-1.5", "0.02") == "-0.030");
  CHECK(add_decimal("Infinity", "-Infinity") == "NaN");
  CHECK(multiply_decimal("0", "Infinity") == "NaN");
  CHECK(negate_decimal("0.00") == "0.00");
  CHECK(negate_decimal("-Infinity") == "Infinity");
  CHECK(abs_decimal("-2.50") == "2.50");
}

TEST_CASE("quotients_have_twelve_digits_half_even") {
  CHECK(divide_decimal("1", "4") == "0.25");
  CHECK(divide_decimal("6", "3") == "2");
  CHECK(divide_decimal("1", "3") == "0.333333333333");
  CHECK(divide_decimal("-2", "3") == "-0.666666666667");
  CHECK(divide_decimal("5.00", "2") == "2.50");
  CHECK_FALSE(divide_decimal("1", "0.00"));
  CHECK(divide_decimal("NaN", "0") == "NaN");
  CHECK(divide_decimal("1", "Infinity") == "0");
  CHECK(divide_decimal_to("0.0000000000005", "1", 12) == "0");
  CHECK(divide_decimal_to("0.0000000000015", "1", 12) == "0.000000000002");
  CHECK(divide_decimal_to("10", "4", 0) == "2");
}

TEST_CASE("rounding_goes_half_away_from_zero") {
  CHECK(round_decimal("2.5", 0) == "3");
  CHECK(round_decimal("-2.5", 0) == "-3");
  CHECK(round_decimal("1.005", 2) == "1.01");
  CHECK(round_decimal("1.5", 3) == "1.500");
  CHECK(round_decimal("1550", -2) == "1600");
  CHECK(round_decimal("49", -2) == "0");
  CHECK(round_decimal("0.4", 0) == "0");
}

TEST_CASE("order_keys_order_as_numbers_do") {
  const std::vector<std::string> rising{
      "-Infinity",        "-1000000", "-123.5", "-123.45", "-123", "-1.5", "-1", "-0.5", "-0.05", "-0.0499", "0",
      "0.0499",           "0.05",     "0.5",    "1",       "1.05", "1.5",  "9",  "10",   "12",    "123",     "123.45",
      "9007199254740993", "Infinity", "NaN"};
  for (std::size_t i = 0; i < rising.size(); ++i)
    for (std::size_t j = 0; j < rising.size(); ++j) {
      CAPTURE(rising[i]);
      CAPTURE(rising[j]);
      CHECK(((order_key(rising[i]) <=> order_key(rising[j])) == (i <=> j)));
      CHECK((compare_decimal(rising[i], rising[j]) == (i <=> j)));
    }
  CHECK(order_key("1.0") == order_key("1"));
  CHECK(order_key("100") == order_key("100.00"));
  CHECK(order_key("0.00") == order_key("0"));
}

TEST_CASE("whole_numbers_and_doubles_come_and_go") {
  CHECK(int64_of_decimal("-9223372036854775808") == INT64_MIN);
  CHECK(int64_of_decimal("12.00") == 12);
  CHECK_FALSE(int64_of_decimal("12.50"));
  CHECK_FALSE(int64_of_decimal("9223372036854775808"));
  CHECK(decimal_of(1e21) == "1000000000000000000000");
  CHECK(decimal_of(1.5e-7) == "0.00000015");
  CHECK(decimal_of(-INFINITY) == "-Infinity");
  CHECK(double_of_decimal("0.1") == 0.1);
  CHECK(double_of_decimal("-Infinity") == -INFINITY);
  CHECK(std::isnan(double_of_decimal("NaN")));
  CHECK(double_of_decimal("1" + std::string(400, '0')) == INFINITY);
  CHECK(double_of_decimal("0." + std::string(400, '0') + "1") == 0);
}

TEST_CASE("a_sum_does_not_depend_on_order") {
  DecimalSum left;
  DecimalSum right;
  left.add("0.1");
  left.add(std::int64_t{5});
  right.add("1e-3");  // not plain notation: counts as NaN
  CHECK(left.total() == "5.1");
  DecimalSum both = left;
  both.merge(right);
  CHECK(both.total() == "NaN");
  DecimalSum many;
  for (int i = 0; i < 1000; ++i) many.add("123456789012345678901234567890.01");
  CHECK(many.total() == "123456789012345678901234567890010.00");
  CHECK(DecimalSum().total() == "0");
}
