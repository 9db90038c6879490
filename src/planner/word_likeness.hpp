// How alike each word of an instruction is to a term of the catalog, worked out once for each term.
// Takes a Reading and Terms, gives a number a word. Included by mentions and link_input.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "planner/likeness.hpp"
#include "planner/reading.hpp"

namespace recoupe::planner {

/// Tells whether a folded word is a unit of money: small as it is, "in euros" speaks of a currency.
bool is_currency(const std::string& folded);

class WordLikeness {
 public:
  /// The reading is looked at until the last question.
  explicit WordLikeness(const Reading& reading) : reading_(reading) {}
  /// Gives the likeness of each token to a term, 0 where a token is mute or the likeness is too small to say anything.
  const std::vector<double>& of(const Term& term);

 private:
  const Reading& reading_;
  std::map<std::pair<std::string, std::vector<int>>, std::vector<double>>
      known_;  // by word and ideas: a phrase gives its words more
};

}  // namespace recoupe::planner
