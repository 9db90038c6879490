// Models that write plans, as a run sees them: recorded before and after, or an answer that was given by hand.
// Takes an Author or a text, gives an Author. Included by pipeline and session.
#pragma once

#include <string>

#include "evidence/log.hpp"
#include "planner/author.hpp"

namespace recoupe::run {

/// Records each question before it leaves and each answer before it is used.
class RecordedAuthor final : public planner::Author {
 public:
  RecordedAuthor(planner::Author& author, evidence::Log& log) : author_(author), log_(log) {}
  [[nodiscard]] core::Json identity() const override { return author_.identity(); }
  core::Result<planner::Written> write(const planner::AuthorPrompt& prompt, const core::Cancel& cancel) override;

 private:
  planner::Author& author_;
  evidence::Log& log_;
};

/// Gives what a model answered elsewhere.
class GivenAuthor final : public planner::Author {
 public:
  explicit GivenAuthor(std::string answer) : answer_(std::move(answer)) {}
  [[nodiscard]] core::Json identity() const override { return core::Json::object({{"name", "an answer given by hand"}}); }
  core::Result<planner::Written> write(const planner::AuthorPrompt&, const core::Cancel&) override { return planner::Written{answer_, 0, 0}; }

 private:
  std::string answer_;
};

}  // namespace recoupe::run
