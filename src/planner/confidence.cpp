#include "planner/confidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace recoupe::planner {

namespace {

constexpr std::size_t inputs = 6;
constexpr double lead_max = 3;
constexpr std::size_t unexplained_max = 5;
// Of one, the leads over the second and third, words unexplained, the share explained, the score in tens: fitted by
// tools/planner_eval/calibrate.py.
constexpr std::array<double, inputs> one_weights = {-2.348, 0.311, 0.556, -0.499, 0.25, 0.844};
constexpr std::array<double, inputs> three_weights = {-1.507, 0.109, 0.391, -0.482, 0.322, 1.065};

double logistic(const std::array<double, inputs>& weights, const std::array<double, inputs>& values) {
  return 1 / (1 + std::exp(-std::inner_product(weights.begin(), weights.end(), values.begin(), 0.0)));
}

}  // namespace

Confidence confidence_of(const std::vector<double>& scores, std::size_t unexplained, std::size_t content) {
  if (scores.empty()) return {};
  const auto lead = [&](std::size_t rank) {
    return scores.size() > rank ? std::min(scores[0] - scores[rank], lead_max) : lead_max;
  };
  const double share =
      1 - std::min(1.0, static_cast<double>(unexplained) / static_cast<double>(std::max<std::size_t>(1, content)));
  const std::array<double, inputs> values = {
      1, lead(1), lead(2), static_cast<double>(std::min(unexplained, unexplained_max)), share, scores[0] / 10};
  return {logistic(one_weights, values), logistic(three_weights, values)};
}

}  // namespace recoupe::planner
