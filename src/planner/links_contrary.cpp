#include "planner/links_contrary.hpp"

#include <algorithm>
#include <utility>

namespace recoupe::planner {

namespace {

constexpr double spoken_min = 0.1;  // of the word that speaks most of an item
constexpr std::size_t denied_reach = 2;  // "not yet paid"

/// Tells whether "not" stands right before a word, with no word of content between.
bool is_denied(const Reading& reading, std::size_t word) {
  return std::any_of(reading.cues.begin(), reading.cues.end(), [&](const FoundCue& cue) {
    if (cue.cue != Cue::not_ || cue.last >= word || word - cue.last > denied_reach) return false;
    return std::none_of(reading.tokens.begin() + static_cast<std::ptrdiff_t>(cue.last) + 1,
                        reading.tokens.begin() + static_cast<std::ptrdiff_t>(word), [](const Token& t) { return t.content(); });
  });
}

}  // namespace

bool is_contrary(const Token& token, const Items::Item& item, const Vocabulary& vocabulary) {
  if (item.kind == ItemKind::table || !token.content()) return false;
  const auto& field = vocabulary.fields[item.field];
  const auto& name = item.kind == ItemKind::value ? field.values[item.value] : field.name;
  return std::any_of(name.begin(), name.end(), [&](const WeightedTerm& term) { return opposes(token.term, term.term) > 0; });
}

void turn_contraries(Links& links, const Items& items, const Vocabulary& vocabulary, const Reading& reading) {
  for (std::size_t row = 0; row < items.size(); ++row) {
    const bool value = items[row].kind == ItemKind::value;
    const bool flag = items[row].kind == ItemKind::field && vocabulary.fields[items[row].field].kind == FieldKind::flag;
    if (!value && !flag) continue;
    std::size_t word = 0;
    for (std::size_t i = 1; i < links.words; ++i)
      if (links.link(i, row) > links.link(word, row)) word = i;
    if (links.words == 0 || links.link(word, row) < spoken_min) continue;
    if (!is_contrary(reading.tokens[word], items[row], vocabulary) && !is_denied(reading, word)) continue;
    auto& yes = links.roles[row * role_count + static_cast<std::size_t>(value ? Role::is : Role::is_true)];
    auto& no = links.roles[row * role_count + static_cast<std::size_t>(value ? Role::is_not : Role::is_false)];
    if (yes > no) std::swap(yes, no);
  }
}

}  // namespace recoupe::planner
