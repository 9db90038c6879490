// What a draft is worth, all parts together, and which words it leaves unexplained.
// Takes Drafts, gives them scores. Included by propose.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "planner/draft.hpp"
#include "planner/drafts.hpp"
#include "planner/model.hpp"
#include "planner/weights.hpp"

namespace recoupe::planner {

/// Gives the features that tell how a wish goes with the words, whatever the tables: each is there once.
std::vector<std::string> features_of_wish(const std::string& label, const std::string& tail, const Reading& reading);

/// Weighs the drafts of one instruction; what the wish is worth is worked out once for each kind.
class Scorer {
 public:
  Scorer(const Reading& reading, Weights weights);
  /// Tells which words of the whole instruction are explained or not, and works out parts and score from all features.
  void weigh(Draft& draft);

 private:
  const Reading& reading_;
  Weights weights_;
  std::map<std::pair<std::string, std::string>, double> wishes_;
};

/// Content words, numbers, periods and quotes that a draft does not account for, as they were written.
std::vector<std::string> unexplained_by(const Draft& draft, const Reading& reading);

/// Gives how much each table is spoken of.
core::Result<TableScores> score_tables(const std::string& instruction, const Vocabulary& vocabulary,
                                       const Mentions& mentions, Embedder* embedder, const core::Cancel& cancel);

}  // namespace recoupe::planner
