#include "result/float_sum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace recoupe::result {

namespace {

FloatSum sum_of(const std::vector<double>& values) {
  FloatSum out;
  for (const double value : values) out.add(value);
  return out;
}

}  // namespace

TEST_CASE("a_sum_of_doubles_is_exact_and_rounded_once") {
  CHECK(sum_of({1e300, 0.1, -1e300}).sum() == 0.1);
  CHECK(sum_of({0.1, 0.2, 0.3}).sum() == 0.6);
  CHECK(sum_of({1e308, 1e308, -1e308, -1e308, 5e-324}).sum() == 5e-324);
  CHECK(sum_of({1e308, 1e308}).sum() == std::numeric_limits<double>::infinity());
  CHECK(sum_of({9007199254740992.0, 1.0}).sum() == 9007199254740992.0);
  CHECK(sum_of({9007199254740992.0, 1.0, 5e-324}).sum() == 9007199254740994.0);
  CHECK(sum_of({-1.5, -2.25}).sum() == -3.75);
  CHECK(sum_of({}).sum() == 0.0);
}

TEST_CASE("a_mean_is_the_double_nearest_to_sum_by_count") {
  CHECK(sum_of({1.0, 0.0, 0.0}).mean() == 1.0 / 3.0);
  CHECK(sum_of({5e-324, 0.0}).mean() == 0.0);
  CHECK(sum_of({1.5e-323, 0.0}).mean() == 1e-323);
  CHECK(sum_of({1e308, 1e308}).mean() == 1e308);
}

TEST_CASE("parts_that_are_merged_give_what_the_whole_gives") {
  FloatSum whole;
  FloatSum parts[3];
  for (int i = 0; i < 10'000; ++i) {
    const double value = std::ldexp(static_cast<double>(i * 7'919 % 1'000) - 500, i % 200 - 100);
    whole.add(value);
    parts[i % 3].add(value);
  }
  parts[2].merge(parts[0]);
  parts[2].merge(parts[1]);
  CHECK(parts[2].sum() == whole.sum());
  CHECK(parts[2].count() == whole.count());
  FloatSum infinite = sum_of({std::numeric_limits<double>::infinity()});
  CHECK(std::isinf(infinite.sum()));
  infinite.merge(sum_of({-std::numeric_limits<double>::infinity()}));
  CHECK(std::isnan(infinite.sum()));
}

}  // namespace recoupe::result
