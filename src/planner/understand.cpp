#include "planner/understand.hpp"

#include <algorithm>

#include "planner/linker.hpp"
#include "planner/links_contrary.hpp"
#include "planner/links_evidence.hpp"
#include "planner/links_mentions.hpp"
#include "planner/ranking.hpp"

namespace recoupe::planner {

namespace {

/// Tells whether a word of the instruction is known without the linker: one that the catalog or the lexicon has, a cue, a
/// period. Of words that nobody knows the linker would only guess.
bool is_met(const Reading& reading, const Mentions& mentions) {
  return !reading.cues.empty() || !reading.periods.empty() || !mentions.tables.empty() || !mentions.fields.empty() ||
         !mentions.values.empty() || std::any_of(reading.tokens.begin(), reading.tokens.end(), [](const Token& token) {
           return token.content() && !token.term.ideas.empty();
         });
}

}  // namespace

core::Result<Understanding> understand(Reading reading, Vocabulary vocabulary, const instruction::Instruction& instruction,
                                       const Models& models, const core::Cancel& cancel) {
  Understanding out;
  out.reading = std::move(reading);
  out.vocabulary = std::move(vocabulary);
  out.mentions = find_mentions(out.reading, out.vocabulary);
  if (models.embedder != nullptr && models.linker != nullptr && is_met(out.reading, out.mentions)) {
    RECOUPE_TRY(input, link_input(out.reading, out.vocabulary, out.mentions, *models.embedder, cancel));
    RECOUPE_TRY(links, models.linker->link(input));
    Items items(out.vocabulary);
    hold_to_words(links, items, out.vocabulary, out.reading);
    turn_contraries(links, items, out.vocabulary, out.reading);
    add_links(out.mentions, links, items, out.vocabulary, out.reading);
    out.linked = Linked{std::move(items), std::move(links)};
  }
  RECOUPE_TRY(scores, score_tables(instruction.text, out.vocabulary, out.mentions, models.embedder, cancel));
  out.scores = std::move(scores);
  return out;
}

}  // namespace recoupe::planner
