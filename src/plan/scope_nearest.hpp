// Which names were perhaps meant: those with the same last part, then those few letters away.
// Takes a written name and what exists, gives candidates, nearest first. Included by scope and validate.
#pragma once

#include "plan/nodes.hpp"

namespace recoupe::plan {

inline constexpr std::size_t candidates_max = 5;    // names offered for one that does not exist
inline constexpr std::size_t names_listed_max = 12; // names listed where none is near

/// Counts the letters to insert, delete, replace or swap to make one word of the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// Gives the choices near a word whatever its case, nearest first, at most `candidates_max`.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& choices);

/// Gives the columns that a name perhaps meant, as they can be written.
std::vector<std::string> nearest_columns(const Name& name, const Scope& scope);

/// Gives the names of the shown columns.
std::vector<std::string> shown_names(const Scope& scope);

/// Writes names as a list for people: "a, b, c…".
std::string listed(const std::vector<std::string>& names);

}  // namespace recoupe::plan
