// Why an instruction gets no plan, said in both languages with what would do. Included by propose.
#pragma once

#include <string>
#include <vector>

#include "core/error.hpp"
#include "planner/reading.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

core::Error write_refused(const std::string& words);
core::Error not_a_question(const std::string& words);
/// Names the words that nothing fits and the fields that come nearest to them.
core::Error not_answerable(const std::vector<std::string>& words, const std::vector<std::string>& nearest);
core::Error nothing_to_search();

/// Gives "table.field" of what is spelled most like the words, at most five.
std::vector<std::string> nearest_fields(const std::vector<std::string>& words, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
