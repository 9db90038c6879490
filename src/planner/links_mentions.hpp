// What the linker adds to the mentions: words that it links to items where nothing is spelled alike, and what each item
// is in the plan. Takes Links, changes Mentions. Included by understand.
#pragma once

#include "planner/links.hpp"
#include "planner/mentions.hpp"

namespace recoupe::planner {

inline constexpr double link_min = 0.2;  // of a word to an item, to speak of it
inline constexpr double part_min = 0.1;  // of an item's role, to be tried

void add_links(Mentions& mentions, const Links& links, const Items& items, const Vocabulary& vocabulary,
               const Reading& reading);

}  // namespace recoupe::planner
