// The plans that a small model writes for an instruction, each held to the catalog, the language and what the instruction
// says, and how surely it would rather refuse. Takes what is understood and a Generator. Included by the evaluation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "planner/generator.hpp"
#include "planner/understand.hpp"
#include "planner/weigh.hpp"

namespace recoupe::planner {

inline constexpr std::size_t cards_max = 12;         // tables shown, those most spoken of
inline constexpr std::size_t drafts_given_max = 5;   // weighed by the model

struct WrittenPlan {
  plan::Plan plan;  // validated
  double log_probability = 0;
};

/// What was written. The probabilities of refusals are among all texts, plans that do not hold included.
struct Writing {
  std::vector<WrittenPlan> plans;  // likeliest first
  std::vector<double> of_drafts;   // log-probabilities of the drafts that were given, in their order
  double none = 0;                 // the schema does not have it
  double write = 0;                // it asks to change data
  double chat = 0;                 // it is no question about data
  double invalid = 0;              // of plans that do not hold
  std::vector<std::string> lacking;  // what the schema does not have, as the instruction says it
  std::int64_t tokens = 0;
};

/// Lets the model write, and weigh the first of the drafts.
core::Result<Writing> write_plans(const Understanding& understood, const std::vector<Weighed>& drafts, const instruction::Instruction& instruction,
                                  const catalog::Catalog& catalog, Generator& generator, const core::Cancel& cancel);

}  // namespace recoupe::planner
