#include "planner/link_input.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/unicode.hpp"
#include "planner/word_likeness.hpp"

namespace recoupe::planner {

namespace {

constexpr double opposite_weight_min = 0.5;  // of a value's term: parts that say little have no contrary
constexpr std::array<std::string_view, 7> word_marks = {"small", "cued", "content", "period", "number", "quote", "capital"};
constexpr std::array<std::string_view, channel_count> channels = {"name", "gloss", "opposite", "strength"};

bool begins_with_capital(const std::string& text) {
  const std::string first = core::substr(text, 1, 1);
  return core::lower(first) != first;
}

std::vector<float> flags_of(const Reading& reading) {
  const std::size_t columns = word_marks.size() + cue_count;
  std::vector<float> flags(reading.tokens.size() * columns, 0.0F);
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    const auto& token = reading.tokens[i];
    const std::array<bool, word_marks.size()> marks = {token.small,       token.cued,       token.content(),
                                                       token.period >= 0, token.number >= 0, token.quote >= 0,
                                                       i > 0 && begins_with_capital(token.text)};
    for (std::size_t m = 0; m < marks.size(); ++m) flags[i * columns + m] = marks[m] ? 1.0F : 0.0F;
  }
  for (const auto& cue : reading.cues)
    for (std::size_t i = cue.first; i <= cue.last; ++i)
      flags[i * columns + word_marks.size() + static_cast<std::size_t>(cue.cue)] = 1;
  return flags;
}

/// Collects likeness; of what is said twice of a word, an item and a channel, the most counts.
class Gathered {
 public:
  Gathered(const Reading& reading, const Vocabulary& vocabulary) : reading_(reading), items_(vocabulary), like_(reading) {}

  void add(std::size_t word, std::size_t item, Channel channel, double value) {
    if (value > 0) out_.push_back({static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(item), channel, static_cast<float>(value)});
  }
  void add_terms(std::size_t item, const std::vector<WeightedTerm>& terms, Channel channel) {
    for (const auto& term : terms) {
      const auto& row = like_.of(term.term);
      for (std::size_t i = 0; i < row.size(); ++i) add(i, item, channel, row[i] * std::min(1.0, term.weight));
    }
  }
  void add_opposites(std::size_t item, const std::vector<WeightedTerm>& terms) {
    for (std::size_t i = 0; i < reading_.tokens.size(); ++i) {
      if (!reading_.tokens[i].content() && !reading_.tokens[i].cued) continue;
      for (const auto& term : terms)
        if (term.weight >= opposite_weight_min) add(i, item, Channel::opposite, opposes(reading_.tokens[i].term, term.term));
    }
  }
  void add_mention(const Mention& mention, std::size_t item) {
    for (const auto& [token, worth] : mention.tokens)
      add(token, item, mention.opposite ? Channel::opposite : Channel::strength, mention.strength);
  }
  [[nodiscard]] const Items& items() const { return items_; }

  [[nodiscard]] std::vector<LinkLikeness> take() {
    const auto place = [](const LinkLikeness& one) { return std::tuple(one.word, one.item, one.channel); };
    std::sort(out_.begin(), out_.end(), [&](const auto& l, const auto& r) {
      return std::tuple(place(l), -l.value) < std::tuple(place(r), -r.value);
    });
    out_.erase(std::unique(out_.begin(), out_.end(), [&](const auto& l, const auto& r) { return place(l) == place(r); }), out_.end());
    return std::move(out_);
  }

 private:
  const Reading& reading_;
  Items items_;
  WordLikeness like_;
  std::vector<LinkLikeness> out_;
};

std::vector<LinkLikeness> likeness_of(const Reading& reading, const Vocabulary& vocabulary, const Mentions& lexical) {
  Gathered gathered(reading, vocabulary);
  const Items& items = gathered.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[i];
    if (item.kind == ItemKind::table) {
      gathered.add_terms(i, vocabulary.tables[item.table].name, Channel::name);
      gathered.add_terms(i, vocabulary.tables[item.table].comment, Channel::gloss);
    } else if (item.kind == ItemKind::field) {
      gathered.add_terms(i, vocabulary.fields[item.field].name, Channel::name);
      gathered.add_terms(i, vocabulary.fields[item.field].comment, Channel::gloss);
    } else {
      gathered.add_terms(i, vocabulary.fields[item.field].values[item.value], Channel::name);
      gathered.add_terms(i, vocabulary.fields[item.field].glosses[item.value], Channel::gloss);
      gathered.add_opposites(i, vocabulary.fields[item.field].values[item.value]);
    }
  }
  for (const auto& mention : lexical.tables) gathered.add_mention(mention, items.of_table(mention.item));
  for (const auto& mention : lexical.fields) gathered.add_mention(mention, items.of_field(mention.item));
  for (const auto& mention : lexical.values)
    if (const auto item = items.of_value(mention.item, static_cast<std::size_t>(mention.value))) gathered.add_mention(mention, *item);
  return gathered.take();
}

}  // namespace

std::vector<std::string> word_flag_names() {
  std::vector<std::string> names(word_marks.begin(), word_marks.end());
  for (std::size_t cue = 0; cue < cue_count; ++cue) names.emplace_back(name_of(static_cast<Cue>(cue)));
  return names;
}

std::vector<std::string> channel_names() { return {channels.begin(), channels.end()}; }

core::Result<LinkInput> link_input(const Reading& reading, const Vocabulary& vocabulary, const Mentions& lexical,
                                   Embedder& embedder, const core::Cancel& cancel) {
  LinkInput input;
  RECOUPE_TRY(items, link_items(vocabulary, embedder, cancel));
  input.items = std::move(items);
  input.words = reading.tokens.size();
  input.flags = word_marks.size() + cue_count;
  input.word_flags = flags_of(reading);
  std::vector<std::string> words;
  for (const auto& token : reading.tokens) words.push_back(token.text);
  RECOUPE_TRY(vectors, embedder.embed_words(words));
  for (const auto& vector : vectors) input.word_vectors.insert(input.word_vectors.end(), vector.begin(), vector.end());
  input.likeness = likeness_of(reading, vocabulary, lexical);
  return input;
}

}  // namespace recoupe::planner
