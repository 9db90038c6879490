// All plans that may be what is meant, those drafted from the words and those written by the model, each once, with the chance
// that it is right; and the chance that none is. Takes Weighed drafts and a Writing. Included by the evaluation.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/links_ranking.hpp"
#include "planner/weigh.hpp"
#include "planner/writing.hpp"

namespace recoupe::planner {

/// What a chance rests on, by name, always the same names in the same order.
using Signs = std::vector<std::pair<std::string_view, double>>;

struct Contender {
  Weighed weighed;
  Signs signs;
  double chance = 0;  // that it is right
};

struct Contest {
  std::vector<Contender> contenders;  // likeliest first
  Signs refusal_signs;
  double refusal = 0;  // the chance that it should be refused
};

Contest contest_of(std::vector<Weighed> drafts, const Writing& writing, const Understanding& understood, const Foresight& foresight);

}  // namespace recoupe::planner
