#include "planner/understand.hpp"

#include "planner/linker.hpp"
#include "planner/links_mentions.hpp"
#include "planner/ranking.hpp"

namespace recoupe::planner {

core::Result<Understanding> understand(Reading reading, Vocabulary vocabulary, const instruction::Instruction& instruction,
                                       const Models& models, const core::Cancel& cancel) {
  Understanding out;
  out.reading = std::move(reading);
  out.vocabulary = std::move(vocabulary);
  out.mentions = find_mentions(out.reading, out.vocabulary);
  if (models.embedder != nullptr && models.linker != nullptr) {
    RECOUPE_TRY(input, link_input(out.reading, out.vocabulary, out.mentions, *models.embedder, cancel));
    RECOUPE_TRY(links, models.linker->link(input));
    Items items(out.vocabulary);
    add_links(out.mentions, links, items, out.reading);
    out.linked = Linked{std::move(items), std::move(links)};
  }
  RECOUPE_TRY(scores, score_tables(instruction.text, out.vocabulary, out.mentions, models.embedder, cancel));
  out.scores = std::move(scores);
  return out;
}

}  // namespace recoupe::planner
