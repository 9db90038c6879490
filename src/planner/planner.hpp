// Instruction and catalog → plan, a question, or a refusal. The models only weigh; grammar and catalog decide what
// can be said.
// Included by run.
#pragma once

#include <string>
#include <vector>

#include "instruction/instruction.hpp"
#include "plan/plan.hpp"
#include "planner/model.hpp"

namespace recoupe::planner {

/// A plan that was considered and what each part contributed to its score.
struct Candidate {
  plan::Plan plan;  // validated
  double score = 0;
  std::vector<std::pair<std::string, double>> parts;  // "lexical" → 2.1, "embedding" → 0.4, "model" → -1.2, …
  std::vector<std::string> unexplained;  // content words that the plan does not account for
};

enum class Outcome { plan, clarify, refuse };

struct Proposal {
  Outcome outcome = Outcome::refuse;
  std::vector<Candidate> candidates;  // best first; plan: [0] is chosen; clarify: up to 3 readings
  core::Bilingual question;  // clarify
  core::Error refusal;  // refuse
  std::int64_t tokens_scored = 0;
  std::vector<std::pair<std::string_view, double>> signals;  // what the confidence in the best plan rests on
};

class Linker;
/// Gives the linker that the program was built with, null where it was built without.
const Linker* built_in_linker();

/// Any may be null: what it would have contributed is then left out, and said in `parts`.
struct Models {
  Model* model = nullptr;
  Embedder* embedder = nullptr;
  const Linker* linker = built_in_linker();  // works with the embedder's vectors: nothing without it
};

core::Result<Proposal> propose(const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                               const Models& models, const core::Cancel& cancel);

}  // namespace recoupe::planner
