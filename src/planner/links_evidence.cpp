#include "planner/links_evidence.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "planner/word_forms.hpp"

namespace recoupe::planner {

namespace {

// On schemas kept apart, of values believed in (0.5 and more) 86% are right where a word is linked with 0.4 or more, and 15% to
// 33% where none is.
constexpr double linked_well = 0.4;
constexpr float unlinked_max = 0.3F;

double best_link(const Links& links, std::size_t item) {
  double best = 0;
  for (std::size_t word = 0; word < links.words; ++word) best = std::max(best, links.link(word, item));
  return best;
}

float& role_of(Links& links, std::size_t item, Role role) { return links.roles[item * role_count + static_cast<std::size_t>(role)]; }

bool is_written(const std::string& value, const Reading& reading) {
  return std::ranges::any_of(reading.tokens, [&](const Token& token) { return token.text == value; });
}

/// Of two spellings of one value, tells whether the first is to stay.
bool is_plainer(const std::string& value, const std::string& other, const Reading& reading) {
  const bool written = is_written(value, reading);
  if (written != is_written(other, reading)) return written;
  return fold(value) == value && fold(other) != other;
}

}  // namespace

void hold_to_words(Links& links, const Items& items, const Vocabulary& vocabulary, const Reading& reading) {
  std::map<std::pair<std::size_t, std::string>, std::size_t> spellings;  // field and folded value → the item that stays
  const auto value_of = [&](std::size_t item) -> const std::string& {
    return vocabulary.fields[items[item].field].field->known_values[items[item].value];
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != ItemKind::value) continue;
    const auto [at, added] = spellings.try_emplace({items[i].field, fold(value_of(i))}, i);
    if (!added && is_plainer(value_of(i), value_of(at->second), reading)) at->second = i;
  }
  std::vector<float> likeliest(items.size(), -1);  // by field's item: of its values, -1 where it lists none
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != ItemKind::value) continue;
    const bool stays = spellings.at({items[i].field, fold(value_of(i))}) == i;
    for (const Role role : {Role::is, Role::is_not}) {
      float& chance = role_of(links, i, role);
      if (!stays) chance = 0;
      else if (best_link(links, i) < linked_well) chance = std::min(chance, unlinked_max);
      float& most = likeliest[items[i].parent];
      most = std::max(most, chance);
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != ItemKind::field || likeliest[i] < 0 || best_link(links, i) >= linked_well) continue;
    for (const Role role : {Role::equals, Role::not_equals}) {
      float& chance = role_of(links, i, role);
      chance = std::min(chance, std::max(likeliest[i], unlinked_max));
    }
  }
}

}  // namespace recoupe::planner
