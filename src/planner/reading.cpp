#include "planner/reading.hpp"

#include <algorithm>

#include "planner/lexicon.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {

const FoundCue* Reading::find(Cue cue) const {
  const auto found = std::find_if(cues.begin(), cues.end(), [cue](const FoundCue& c) { return c.cue == cue; });
  return found == cues.end() ? nullptr : &*found;
}

char Reading::sign_between(std::size_t first, std::size_t last) const {
  constexpr std::string_view signs = "+-*=<>";
  for (std::size_t at = tokens[first].end; at + 1 < tokens[last].begin; ++at)
    if (signs.find(text[at]) != std::string_view::npos && (text[at + 1] == ' ' || text[at - 1] == ' ')) return text[at];
  return 0;
}

std::size_t Reading::token_at(std::size_t byte) const {
  std::size_t at = 0;
  while (at < tokens.size() && tokens[at].end <= byte) ++at;
  return at;
}

namespace {

/// "adresse e-mail" says no more than "mail": where one word of a phrase means the whole, the others add nothing.
void merge_phrases(std::vector<Token>& tokens) {
  std::vector<std::string> folded;
  for (const auto& token : tokens) folded.push_back(token.term.folded);
  for (const auto& phrase : find_phrases(folded)) {
    const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(phrase.first);
    const auto last = first + static_cast<std::ptrdiff_t>(phrase.count);
    const auto whole = std::find_if(first, last, [&](const Token& t) {
      return !t.small && std::find(t.term.ideas.begin(), t.term.ideas.end(), phrase.idea) != t.term.ideas.end();
    });
    if (whole == last) continue;
    for (auto token = first; token != last; ++token) {
      if (token == whole) continue;
      token->term = whole->term;
      token->small = true;
    }
  }
}

}  // namespace

Reading read(const instruction::Instruction& instruction) {
  Reading reading;
  reading.text = instruction.text;
  reading.language = instruction.language;
  reading.periods = instruction::find_periods(instruction.text);
  for (const auto& period : reading.periods)
    reading.texts_of_periods.push_back(instruction.text.substr(period.begin, period.end - period.begin));
  reading.numbers = instruction::find_numbers(instruction.text, instruction.language);
  reading.quotes = instruction::find_quotes(instruction.text);
  for (auto& word : instruction::words_of(instruction.text)) {
    Token token;
    token.begin = word.begin;
    token.end = word.end;
    token.text = std::move(word.text);
    token.term = term_of(word.folded);
    token.weight = content_weight(word.folded);
    token.small = word.folded.empty() || is_small_word(word.folded, instruction.language);
    for (std::size_t i = 0; i < reading.periods.size(); ++i)
      if (token.begin < reading.periods[i].end && token.end > reading.periods[i].begin)
        token.period = static_cast<int>(i);
    for (std::size_t i = 0; i < reading.quotes.size(); ++i)
      if (token.begin < reading.quotes[i].end && token.end > reading.quotes[i].begin) token.quote = static_cast<int>(i);
    for (std::size_t i = 0; i < reading.numbers.size(); ++i)
      if (token.begin < reading.numbers[i].end && token.end > reading.numbers[i].begin && token.period < 0)
        token.number = static_cast<int>(i);
    reading.tokens.push_back(std::move(token));
  }
  std::vector<Term*> terms;
  for (auto& token : reading.tokens) terms.push_back(&token.term);
  merge_phrases(reading.tokens);
  add_phrases(terms);
  reading.cues = find_cues(reading.tokens);
  for (const auto& cue : reading.cues)
    for (std::size_t i = cue.first; i <= cue.last; ++i) reading.tokens[i].cued = true;
  return reading;
}

}  // namespace recoupe::planner
