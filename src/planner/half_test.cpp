#include "planner/half.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using recoupe::planner::float_of;
using recoupe::planner::half_of;

TEST_CASE("every_half_comes_back_from_its_number") {
  for (std::uint32_t bits = 0; bits < 0x1'0000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float number = float_of(half);
    if (std::isnan(number))
      CHECK(std::isnan(float_of(half_of(number))));
    else
      REQUIRE(half_of(number) == half);
  }
}

TEST_CASE("a_number_becomes_the_nearest_half") {
  CHECK(half_of(1.0F) == 0x3C00);
  CHECK(half_of(-2.0F) == 0xC000);
  CHECK(half_of(65504.0F) == 0x7BFF);
  CHECK(half_of(65520.0F) == 0x7C00);  // half way to 65536, which is no half
  CHECK(half_of(1.0F + 1.0F / 2048) == 0x3C00);  // a tie goes to the even one
  CHECK(half_of(1.0F + 3.0F / 2048) == 0x3C02);
  CHECK(half_of(std::ldexp(1.0F, -24)) == 0x0001);
  CHECK(half_of(std::ldexp(1.0F, -25)) == 0x0000);
  CHECK(half_of(std::ldexp(1.5F, -25)) == 0x0001);
  CHECK(half_of(std::numeric_limits<float>::infinity()) == 0x7C00);
}
