#include "planner/links_mentions.hpp"

#include <algorithm>

#include "planner/links_contrary.hpp"

namespace recoupe::planner {

namespace {

constexpr std::size_t reach = 3;  // words of one name stand near one another
constexpr double expected_min = 0.3;
// A link as the strength of a mention: what the linker is sure of is worth as much as the same idea.
constexpr double strength_least = 0.45;
constexpr double strength_most = 0.95;

double strength_of(double link) { return strength_least + (strength_most - strength_least) * link; }

bool speaks(const Token& token) { return token.period < 0 && token.number < 0; }

/// Adds a mention for each place where words are linked to an item; one that is there already grows as strong.
void add_mentions(std::vector<Mention>& out, std::size_t item, int value, std::size_t row, const Links& links,
                  const Items& items, const Vocabulary& vocabulary, const Reading& reading) {
  for (std::size_t i = 0; i < links.words; ++i) {
    const double link = links.link(i, row);
    if (link < link_min || !speaks(reading.tokens[i])) continue;
    const std::size_t from = i > reach ? i - reach : 0;
    const std::size_t to = std::min(links.words, i + reach + 1);
    bool surest = true;
    for (std::size_t k = from; k < to; ++k)
      surest = surest && (k == i || links.link(k, row) < link || (links.link(k, row) == link && k > i));
    if (!surest) continue;
    const double strength = strength_of(link);
    const auto known = std::find_if(out.begin(), out.end(), [&](const Mention& m) {
      return m.item == item && m.value == value &&
             std::any_of(m.tokens.begin(), m.tokens.end(), [i](const auto& t) { return t.first == i; });
    });
    if (known != out.end()) {
      known->strength = std::max(known->strength, strength);
      continue;
    }
    Mention mention;
    mention.item = item;
    mention.value = value;
    mention.opposite = is_contrary(reading.tokens[i], items[row], vocabulary);
    mention.anchor = i;
    mention.strength = strength;
    for (std::size_t k = from; k < to; ++k)
      if (links.link(k, row) >= link_min && speaks(reading.tokens[k]))
        mention.tokens.emplace_back(k, strength_of(links.link(k, row)));
    out.push_back(std::move(mention));
  }
}

/// Finds the words that speak of an item: of a value also those that speak of its field.
void add_words(Part& part, std::size_t row, const Items& items, const Links& links, const Reading& reading) {
  const auto& item = items[row];
  double most = -1;
  for (std::size_t i = 0; i < links.words; ++i) {
    if (!speaks(reading.tokens[i])) continue;
    double link = links.link(i, row);
    if (item.kind == ItemKind::value) link = std::max(link, links.link(i, item.parent));
    if (link > most) {
      most = link;
      part.anchor = i;
    }
    if (link >= link_min) part.tokens.emplace_back(i, strength_of(link));
  }
}

}  // namespace

double Mentions::sure(Role role, std::size_t item, int value) const {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) {
    return part.role == role && part.item == item && part.value == value;
  });
  return found == parts.end() ? 0 : found->sure;
}

bool Mentions::expects(Mark mark) const { return marks[static_cast<std::size_t>(mark)] >= expected_min; }

void add_links(Mentions& mentions, const Links& links, const Items& items, const Vocabulary& vocabulary,
               const Reading& reading) {
  mentions.marks = links.marks;
  for (std::size_t row = 0; row < items.size(); ++row) {
    const auto& item = items[row];
    const int value = item.kind == ItemKind::value ? static_cast<int>(item.value) : -1;
    const std::size_t place = item.kind == ItemKind::table ? item.table : item.field;
    auto& out = item.kind == ItemKind::table   ? mentions.tables
                : item.kind == ItemKind::field ? mentions.fields
                                               : mentions.values;
    add_mentions(out, place, value, row, links, items, vocabulary, reading);
    for (std::size_t r = 0; r < role_count; ++r) {
      const auto role = static_cast<Role>(r);
      if (links.role(row, role) < part_min) continue;
      Part part;
      part.role = role;
      part.item = place;
      part.value = value;
      part.sure = links.role(row, role);
      add_words(part, row, items, links, reading);
      mentions.parts.push_back(std::move(part));
    }
  }
}

}  // namespace recoupe::planner
