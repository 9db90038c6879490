#include <algorithm>

#include "planner/weights.hpp"

namespace recoupe::planner {

double weight_of(Weights weights, std::string_view feature) {  // sorted by name
  const auto found = std::lower_bound(weights.begin(), weights.end(), feature,
                                      [](const Weight& w, std::string_view f) { return w.feature < f; });
  return found != weights.end() && found->feature == feature ? found->worth : 0;
}

}  // namespace recoupe::planner
