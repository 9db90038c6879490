#include "planner/word_likeness.hpp"

#include <algorithm>
#include <array>

namespace recoupe::planner {

bool is_currency(const std::string& folded) {
  static constexpr std::array words = {"euro", "euros", "dollar", "dollars", "eur", "usd", "yen", "yens"};
  return std::find(words.begin(), words.end(), folded) != words.end();
}

const std::vector<double>& WordLikeness::of(const Term& term) {
  const auto [found, added] = known_.try_emplace({term.folded, term.ideas});
  if (!added) return found->second;
  found->second.reserve(reading_.tokens.size());
  for (std::size_t i = 0; i < reading_.tokens.size(); ++i) {
    const auto& token = reading_.tokens[i];
    const bool unit =
        is_currency(token.term.folded) && (i == 0 || reading_.tokens[i - 1].number < 0);  // "in euros", not "300 euros"
    const bool mute = token.period >= 0 || (token.small && !unit && token.term.folded != term.folded);
    double like = mute ? 0 : likeness(token.term, term);
    if (like == slip && (token.cued || token.weight < 1)) like = 0;  // an ordinary word is no slip of the pen
    found->second.push_back(like >= likeness_min ? like : 0);
  }
  return found->second;
}

}  // namespace recoupe::planner
