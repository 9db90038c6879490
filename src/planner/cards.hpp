// What a small model that writes plans reads: a card for each table, and the question. Short, because reading is its cost.
// Takes a vocabulary and an instruction, gives text. Included by the evaluation.
#pragma once

#include <string>
#include <string_view>

#include "planner/vocabulary.hpp"

namespace recoupe::planner {

inline constexpr std::size_t card_fields_max = 60;         // of one table
inline constexpr std::size_t card_comment_bytes_max = 90;  // of one field or table
inline constexpr std::size_t card_values_max = 8;          // of one field
inline constexpr std::size_t card_values_bytes_max = 120;

// How an answer that is no plan begins.
inline constexpr std::string_view says_none = "NONE";    // the schema does not have it; what it is follows
inline constexpr std::string_view says_write = "WRITE";  // asks to change data
inline constexpr std::string_view says_chat = "CHAT";    // is no question about data

/// Gives a table's card: its name, then one line for each field: name, type, key, what it refers to, values, comment.
std::string card_of(std::size_t table, const Vocabulary& vocabulary, bool comments);

/// Gives the question that the answer follows.
std::string question_of(std::string_view instruction);

}  // namespace recoupe::planner
