// Measures what a small model writes by itself: the plans of each pair, best first, with what they are worth.
// Takes a pair, its catalog and a generator, writes a line of JSON. Included by main.
#pragma once

#include <fstream>
#include <map>
#include <string>

#include "instruction/instruction.hpp"
#include "planner/generator.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner_eval {

class WrittenPlans {
 public:
  WrittenPlans(const std::string& path, planner::Generator& generator) : out_(path), generator_(generator) {}
  void begin(const catalog::Catalog& catalog);
  void add(const core::Json& pair, const instruction::Instruction& instruction, const std::vector<std::string>& expected);
  void print() const;

 private:
  std::ofstream out_;
  planner::Generator& generator_;
  const catalog::Catalog* catalog_ = nullptr;
  planner::Vocabulary vocabulary_;
  std::map<std::string, std::map<std::string, int>> tallies_;
  std::vector<double> times_;
};

}  // namespace recoupe::planner_eval
