#include <unordered_map>

#include "planner/weights.hpp"

namespace recoupe::planner {

double weight_of(std::string_view feature) {
  static const std::unordered_map<std::string_view, double> known = [] {
    std::unordered_map<std::string_view, double> all;
    for (const auto weights : {decision_weights(), word_weights()})
      for (const auto& weight : weights) all.emplace(weight.feature, weight.worth);
    return all;
  }();
  const auto found = known.find(feature);
  return found == known.end() ? 0 : found->second;
}

}  // namespace recoupe::planner
