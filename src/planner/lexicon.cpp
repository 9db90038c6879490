#include "planner/lexicon.hpp"

#include <algorithm>
#include <unordered_map>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

using Ideas = std::unordered_map<std::string, std::vector<int>>;

void add(Ideas& ideas, const std::string& word, int idea) {
  auto& known = ideas[word];
  if (std::find(known.begin(), known.end(), idea) == known.end()) known.push_back(idea);
}

struct Index {
  Ideas by_word;
  Ideas by_stem;

  void read(std::span<const std::string_view> lines, int first) {
    for (std::size_t line = 0; line < lines.size(); ++line) {
      std::string_view rest = lines[line];
      while (!rest.empty()) {
        const auto cut = std::min(rest.find(' '), rest.size());
        const std::string word(rest.substr(0, cut));
        rest.remove_prefix(std::min(cut + 1, rest.size()));
        if (word.find('-') != std::string::npos) continue;  // phrases say what a line is about; single words are matched
        const int idea = first + static_cast<int>(line);
        add(by_word, word, idea);
        if (word.size() >= stem_bytes_min) add(by_stem, stem_of(word), idea);
      }
    }
  }

  Index() {
    read(lexicon_entities(), 0);
    read(lexicon_states(), static_cast<int>(lexicon_entities().size()));
    for (auto* ideas : {&by_word, &by_stem})
      for (auto& [word, known] : *ideas) std::sort(known.begin(), known.end());
  }
};

}  // namespace

const std::vector<int>& ideas_of(const std::string& folded, const std::string& stem) {
  static const Index index;
  static const std::vector<int> none;
  if (const auto found = index.by_word.find(folded); found != index.by_word.end()) return found->second;
  if (folded.size() < stem_bytes_min) return none;
  const auto found = index.by_stem.find(stem);
  return found != index.by_stem.end() ? found->second : none;
}

}  // namespace recoupe::planner
