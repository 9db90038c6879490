// Writes what the linker is shown and what it should say, for training: names.json, schemas.jsonl, cases.jsonl, strings.f16,
// words.f16 (model/README.md). Takes pairs one by one. Included by the evaluation only.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "instruction/instruction.hpp"
#include "planner/link_input.hpp"

namespace recoupe::planner_eval {

class LinksDump {
 public:
  LinksDump(const std::filesystem::path& folder, planner::Embedder& embedder);
  ~LinksDump();
  /// Begins a schema; its pairs follow.
  void begin(const std::string& schema, const catalog::Catalog& catalog);
  /// Adds a pair; says why where one of its plans is not valid, and leaves it out.
  void add(const core::Json& pair, const instruction::Instruction& instruction);

 private:
  void add_schema(const planner::LinkItems& items);
  int row_of(const planner::LinkItems& items, int text);
  void write_names(const std::filesystem::path& folder, std::size_t dimension);

  std::filesystem::path folder_;
  planner::Embedder& embedder_;
  std::ofstream schemas_, cases_, strings_, words_;
  std::map<std::string, int> rows_;  // of strings.f16
  std::size_t word_rows_ = 0;
  std::string schema_;
  const catalog::Catalog* catalog_ = nullptr;
  std::optional<planner::Vocabulary> vocabulary_;
  bool written_ = false;  // the schema's items
};

}  // namespace recoupe::planner_eval
