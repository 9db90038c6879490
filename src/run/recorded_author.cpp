#include "run/recorded_author.hpp"

#include <span>

namespace recoupe::run {

using core::Json;
using evidence::Payload;

core::Result<planner::Written> RecordedAuthor::write(const planner::AuthorPrompt& prompt, const core::Cancel& cancel) {
  Json turns = Json::array();
  for (const planner::AuthorTurn& turn : prompt.turns) turns.push(Json::object({{"role", turn.from_model ? "assistant" : "user"}, {"content", turn.text}}));
  const Payload question{"prompt", Json::object({{"system", prompt.system}, {"turns", turns}}).dump()};
  RECOUPE_CHECK(log_.append("model_asked", Json::object({{"model", author_.identity()}, {"turns", static_cast<std::int64_t>(prompt.turns.size())}}),
                            std::span(&question, 1)));
  RECOUPE_TRY(written, author_.write(prompt, cancel));
  const Payload answer{"answer", written.text};
  RECOUPE_CHECK(log_.append("model_answered", Json::object({{"model", author_.identity()}, {"tokens_read", written.tokens_read}, {"tokens", written.tokens_written}}),
                            std::span(&answer, 1)));
  return written;
}

}  // namespace recoupe::run
