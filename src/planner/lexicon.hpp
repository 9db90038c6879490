// Which words mean the same in business French and English. Takes folded words, gives the ideas that they stand for.
// Included by likeness only.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace recoupe::planner {

/// Lines of words for one idea; words of several parts are joined by "-".
std::span<const std::string_view> lexicon_entities();
std::span<const std::string_view> lexicon_states();
std::span<const std::string_view> lexicon_trades();

/// Gives the ideas (indexes) that a folded word or its stem stands for, sorted; empty when it is not known.
const std::vector<int>& ideas_of(const std::string& folded, const std::string& stem);

/// Words in a row that stand for one idea: "dégât des eaux".
struct FoundPhrase {
  std::size_t first;
  std::size_t count;
  int idea;
};
std::vector<FoundPhrase> find_phrases(std::span<const std::string> folded);

}  // namespace recoupe::planner
