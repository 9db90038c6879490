// A plan in the making: its text, the words that it accounts for and what each part of its score is.
// Included by the planner's own files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "planner/reading.hpp"

namespace recoupe::planner {

/// What is wanted, in kind.
enum class Wish { list, missing, also, show, anyway, mismatch, totals, duplicates, gaps, rule };
std::string_view name_of(Wish wish);

struct Sketch;

struct Draft {
  Wish wish = Wish::list;
  std::string text;
  std::shared_ptr<const Sketch> sketch;  // the decisions that the text was written from
  std::vector<double> explained;       // by token, 0..1
  std::vector<double> claimed;         // by token: what the names of its tables explain of it
  std::vector<bool> cue_used;          // by token
  std::string label;                   // the wish more finely, as the weights know it: "missing_two"
  std::string tail;                    // what follows rows and checks: "sum_by_top"
  bool figure = false;  // gives counts, sums or other measures
  std::map<std::string, double> features;  // "part/name" → how much of it there is; weights.cpp says what it is worth
  std::map<std::string, double> parts;     // part → what it adds to the score
  std::vector<std::size_t> tables;     // subject first
  double score = 0;

  void explain(const std::vector<std::pair<std::size_t, double>>& tokens) {
    for (const auto& [token, worth] : tokens) explained[token] = std::max(explained[token], worth);
  }
  void use(const Reading& reading, Cue cue) {
    for (const auto& found : reading.cues)
      if (found.cue == cue)
        for (std::size_t i = found.first; i <= found.last; ++i) cue_used[i] = true;
  }
};

}  // namespace recoupe::planner
