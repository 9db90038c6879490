// What a draft is worth, all parts together, and which words it leaves unexplained.
// Takes Drafts, gives them scores. Included by propose.
#pragma once

#include <string>
#include <vector>

#include "planner/draft.hpp"
#include "planner/drafts.hpp"
#include "planner/model.hpp"

namespace recoupe::planner {

/// Adds the parts that concern the whole instruction (words explained or not) and sums all into the score.
void weigh(Draft& draft, const Reading& reading);

/// Content words, numbers, periods and quotes that a draft does not account for, as they were written.
std::vector<std::string> unexplained_by(const Draft& draft, const Reading& reading);

/// Gives how much each table is spoken of.
core::Result<TableScores> score_tables(const std::string& instruction, const Vocabulary& vocabulary, const Mentions& mentions, Embedder* embedder,
                                       const core::Cancel& cancel);

/// Gives the share of the instruction's content that a draft accounts for, 0..1.
double share_explained(const Draft& draft, const Reading& reading);

}  // namespace recoupe::planner
