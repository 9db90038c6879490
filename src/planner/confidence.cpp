#include "planner/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "planner/ranking.hpp"

namespace recoupe::planner {

namespace {

constexpr double lead_max = 3;
constexpr double unexplained_max = 5;

/// Weights in the order of the signals, one for each; fitted by tools/planner_eval/calibrate.py.
struct Fitted {
  std::span<const double> one;
  std::span<const double> three;
  Thresholds thresholds;
};

constexpr double one_by_words[] = {-2.348, 0.311, 0.556, -0.499, 0.25, 0.844};
constexpr double three_by_words[] = {-1.507, 0.109, 0.391, -0.482, 0.322, 1.065};
constexpr Fitted by_words = {one_by_words, three_by_words, {0.35, 0.3}};

constexpr double one_by_links[] = {-2.215, 0.464, 0.391, -0.481, 0.126, 0.471, 0.283, -0.031, -0.235, -0.596, -0.067, 0.069, 0.035, 0.243};
constexpr double three_by_links[] = {-1.318, 0.105, 0.471, -0.51, 0.149, 0.572, 0.292, -0.042, -0.236, -0.697, -0.088, -0.032, 0.026, 0.247};
constexpr Fitted by_links = {one_by_links, three_by_links, {0.4, 0.2}};

const Fitted& fitted(const Signals& signals) { return signals.size() == by_words.one.size() ? by_words : by_links; }

double logistic(std::span<const double> weights, const Signals& signals) {
  double sum = 0;
  for (std::size_t i = 0; i < signals.size(); ++i) sum += weights[i] * signals[i].second;
  return 1 / (1 + std::exp(-sum));
}

double sum_of(const Draft& draft, std::string_view prefix) {
  double sum = 0;
  for (const auto& [name, amount] : draft.features) sum += name.starts_with(prefix) ? amount : 0;
  return sum;
}

}  // namespace

Signals signals_of(const std::vector<Weighed>& best, const Understanding& understood, const Foresight& foresight) {
  const Draft& first = best[0].draft;
  const auto lead = [&](std::size_t rank) {
    return best.size() > rank ? std::min(first.score - best[rank].draft.score, lead_max) : lead_max;
  };
  const auto& tokens = understood.reading.tokens;
  const auto content = static_cast<double>(
      std::max<std::ptrdiff_t>(1, std::count_if(tokens.begin(), tokens.end(), [](const Token& t) { return t.content(); })));
  const auto unexplained = static_cast<double>(unexplained_by(first, understood.reading).size());
  Signals signals = {{"one", 1},
                     {"second", lead(1)},
                     {"third", lead(2)},
                     {"unexplained", std::min(unexplained, unexplained_max)},
                     {"share", 1 - std::min(1.0, unexplained / content)},
                     {"score", first.score / 10}};
  if (!understood.linked) return signals;
  signals.emplace_back("plan", foresight.plan);
  signals.emplace_back("clarify", foresight.clarify);
  signals.emplace_back("not_in_schema", foresight.not_in_schema);
  signals.emplace_back("unknown", foresight.unknown);
  signals.emplace_back("left", sum_of(first, "linker/left_"));
  signals.emplace_back("doubted", sum_of(first, "linker/doubted"));
  signals.emplace_back("weakest", sum_of(first, "linker/weakest"));
  signals.emplace_back("marks", sum_of(first, "linker/marks"));
  return signals;
}

Confidence confidence_of(const Signals& signals) {
  return {logistic(fitted(signals).one, signals), logistic(fitted(signals).three, signals)};
}

Thresholds thresholds_of(const Signals& signals) { return fitted(signals).thresholds; }

}  // namespace recoupe::planner
