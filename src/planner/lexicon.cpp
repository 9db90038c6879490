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

constexpr std::size_t plural_bytes_min = 4;  // "cats"

struct Phrase {
  std::vector<std::string> words;
  int idea;
};

struct Index {
  std::unordered_map<std::string, std::vector<Phrase>> phrases;  // by their first word
  Ideas by_word;
  Ideas by_stem;

  void read(std::span<const std::string_view> lines, int first) {
    for (std::size_t line = 0; line < lines.size(); ++line) {
      std::string_view rest = lines[line];
      while (!rest.empty()) {
        const auto cut = std::min(rest.find(' '), rest.size());
        const std::string word(rest.substr(0, cut));
        rest.remove_prefix(std::min(cut + 1, rest.size()));
        const int idea = first + static_cast<int>(line);
        if (word.find('-') != std::string::npos) {
          Phrase phrase{{}, idea};
          for (std::size_t at = 0; at <= word.size();) {
            const auto end = std::min(word.find('-', at), word.size());
            phrase.words.push_back(word.substr(at, end - at));
            at = end + 1;
          }
          phrases[phrase.words[0]].push_back(std::move(phrase));
          continue;
        }
        add(by_word, word, idea);
        if (word.size() >= stem_bytes_min) add(by_stem, stem_of(word), idea);
      }
    }
  }

  Index() {
    read(lexicon_entities(), 0);
    read(lexicon_states(), static_cast<int>(lexicon_entities().size()));
    read(lexicon_trades(), static_cast<int>(lexicon_entities().size() + lexicon_states().size()));
    for (auto* ideas : {&by_word, &by_stem})
      for (auto& [word, known] : *ideas) std::sort(known.begin(), known.end());
  }
};

const Index& the_index() {
  static const Index index;
  return index;
}

/// The same word but for a plural.
bool fits(const std::string& said, const std::string& wanted) {
  return said == wanted || said == wanted + "s" || said == wanted + "x" ||
         (said.size() >= stem_bytes_min && stem_of(said) == stem_of(wanted));
}

}  // namespace

std::vector<FoundPhrase> find_phrases(std::span<const std::string> folded) {
  std::vector<FoundPhrase> found;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    for (const bool plural : {false, true}) {
      const std::string& word = folded[at];
      if (plural && !word.ends_with("s")) continue;
      const auto known = the_index().phrases.find(plural ? word.substr(0, word.size() - 1) : word);
      if (known == the_index().phrases.end()) continue;
      for (const auto& phrase : known->second) {
        bool all = at + phrase.words.size() <= folded.size();
        for (std::size_t i = 1; i < phrase.words.size() && all; ++i) all = fits(folded[at + i], phrase.words[i]);
        if (all) found.push_back({at, phrase.words.size(), phrase.idea});
      }
    }
  }
  return found;
}

const std::vector<int>& ideas_of(const std::string& folded, const std::string& stem) {
  const Index& index = the_index();
  static const std::vector<int> none;
  if (const auto found = index.by_word.find(folded); found != index.by_word.end()) return found->second;
  if (folded.size() >= plural_bytes_min && (folded.back() == 's' || folded.back() == 'x')) {
    if (const auto found = index.by_word.find(folded.substr(0, folded.size() - 1)); found != index.by_word.end())
      return found->second;
  }
  if (folded.size() < stem_bytes_min) return none;
  const auto found = index.by_stem.find(stem);
  return found != index.by_stem.end() ? found->second : none;
}

}  // namespace recoupe::planner
