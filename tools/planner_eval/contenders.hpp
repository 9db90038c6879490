// All plans that may be what is meant, those drafted from the words and those written by the model, each once, with the signs
// that a chance of being right can rest on; and those of a refusal. Takes Weighed drafts and a Writing. Included by contest_dump.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/links_ranking.hpp"
#include "planner/weigh.hpp"
#include "planner/writing.hpp"

namespace recoupe::planner_eval {

/// What a chance rests on, by name, always the same names in the same order.
using Signs = std::vector<std::pair<std::string_view, double>>;

struct Contender {
  planner::Weighed weighed;
  Signs signs;
};

struct Contest {
  std::vector<Contender> contenders;
  Signs refusal_signs;
};

Contest contest_of(const std::vector<planner::Weighed>& drafts, const planner::Writing& writing, const planner::Understanding& understood,
                   const planner::Foresight& foresight);

}  // namespace recoupe::planner_eval
