// What an answer in the short form may be made of: keywords, names of the catalog's tables, fields of the tables named before,
// texts of the instruction and known values. Cheap and lenient: parse and validate decide. Takes an instruction and a
// vocabulary, tells what an answer may begin with. Included by the evaluation.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "planner/vocabulary.hpp"

namespace recoupe::planner {

class AnswerWords {
 public:
  /// `tables`: those whose cards are shown, indexes into the vocabulary, which must outlive this.
  AnswerWords(std::string_view instruction, const Vocabulary& vocabulary, std::vector<std::size_t> tables);
  /// Tells whether an answer may begin with a text.
  [[nodiscard]] bool may_begin(std::string_view text) const;

 private:
  [[nodiscard]] bool may_be_text(std::string_view begun, bool whole, const std::vector<std::size_t>& named) const;
  [[nodiscard]] bool may_be_word(std::string_view word, bool whole, const std::vector<std::size_t>& named, const std::set<std::string, std::less<>>& aliases) const;

  std::string instruction_;
  const Vocabulary& vocabulary_;
  std::vector<std::size_t> tables_;
};

}  // namespace recoupe::planner
