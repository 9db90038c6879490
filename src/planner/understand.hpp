// What the words of an instruction mean in a catalog, before any plan: the words, the catalog's vocabulary, mentions of
// its items, and what the linker makes of both where there is one.
// Takes an Instruction, a Catalog and Models, gives an Understanding. Included by propose and the evaluation.
#pragma once

#include <optional>

#include "planner/drafts.hpp"
#include "planner/links.hpp"
#include "planner/planner.hpp"

namespace recoupe::planner {

struct Linked {
  Items items;
  Links links;
};

struct Understanding {
  Reading reading;
  Vocabulary vocabulary;
  Mentions mentions;
  TableScores scores;
  std::optional<Linked> linked;  // nothing without embedder or linker
};

/// The catalog must outlive what is given.
core::Result<Understanding> understand(Reading reading, Vocabulary vocabulary, const instruction::Instruction& instruction,
                                       const Models& models, const core::Cancel& cancel);

}  // namespace recoupe::planner
