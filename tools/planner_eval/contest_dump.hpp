// Writes what the chances of plans are fitted on (fit_chances.py): of each pair the plans that were drafted and written, their
// signs and whether they are right. Takes pairs with their catalogs. Included by main.
#pragma once

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "instruction/instruction.hpp"
#include "planner/generator.hpp"
#include "planner/planner.hpp"

namespace recoupe::planner_eval {

class ContestDump {
 public:
  ContestDump(const std::string& path, const planner::Models& models, planner::Generator& generator) : out_(path), models_(models), generator_(generator) {}
  /// `expected`: the right plans as planner::spelled_alike writes them.
  void add(const core::Json& pair, const instruction::Instruction& instruction, const catalog::Catalog& catalog, const std::vector<std::string>& expected);
  /// Prints what the model's first plan alone would be worth, and its times.
  void print() const;

 private:
  std::ofstream out_;
  const planner::Models& models_;
  planner::Generator& generator_;
  std::map<std::string, std::map<std::string, int>> tallies_;
  std::vector<double> times_;
};

}  // namespace recoupe::planner_eval
