// Contraries, which spelling tells surely and the network not: "inactive" of the value "active", "not paid" of "paid".
// Takes Links, turns the roles that a contrary word would give. Included by understand and links_mentions.
#pragma once

#include "planner/links.hpp"
#include "planner/reading.hpp"

namespace recoupe::planner {

/// Tells whether a word is the contrary of what a value or a yes/no field is called.
bool is_contrary(const Token& token, const Items::Item& item, const Vocabulary& vocabulary);

/// Turns "is" into "is not" and "true" into "false" where the word that speaks of an item is its contrary or is denied.
void turn_contraries(Links& links, const Items& items, const Vocabulary& vocabulary, const Reading& reading);

}  // namespace recoupe::planner
