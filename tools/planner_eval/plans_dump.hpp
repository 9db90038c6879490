// Writes what a small model learns to write plans from: cards, questions and answers as the tokens of its vocabulary.
// Takes pairs with their catalogs, gives names.json, cards.jsonl, cases.jsonl in a folder. Included by main.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/json.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner_eval {

using Tokenize = std::function<std::vector<int>(const std::string&)>;

class PlansDump {
 public:
  PlansDump(const std::filesystem::path& folder, Tokenize tokenize);
  /// Begins a schema: the pairs that follow are asked of its catalog, which must outlive them.
  void begin(const std::string& schema, const catalog::Catalog& catalog);
  void add(const core::Json& pair);

 private:
  core::Json tokens_of(const std::string& text, bool ends) const;

  Tokenize tokenize_;
  std::ofstream cards_;
  std::ofstream cases_;
  std::ofstream texts_;  // the same as text, to be looked at
  std::string schema_;
  const catalog::Catalog* catalog_ = nullptr;
  planner::Vocabulary vocabulary_;
};

}  // namespace recoupe::planner_eval
