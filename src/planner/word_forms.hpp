// Words cut to what their inflections share, identifiers cut into words, and how alike two spellings are.
// Takes folded text (lower case, no accents). Included by lexicon, likeness and reading.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace recoupe::planner {

inline constexpr std::size_t stem_bytes_min = 4;  // shorter words are compared as they are

/// Lower case without accents.
std::string fold(std::string_view text);
/// Cuts French and English endings of number, gender, tense and derivation: "créées" and "creation" meet.
std::string stem_of(std::string_view folded);
/// Cuts an identifier at signs, digits and capitals into folded words: "dtMaj" gives "dt", "maj".
std::vector<std::string> split_identifier(std::string_view name);
/// Gives the share of character trigrams in common (Dice), 0..1.
double trigram_likeness(std::string_view left, std::string_view right);
/// Tells whether one insertion, deletion, replacement or swap of neighbours makes one of the other.
bool one_slip_apart(std::string_view left, std::string_view right);

}  // namespace recoupe::planner
