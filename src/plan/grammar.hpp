// The grammar of canonical text in GBNF, for models whose decoder follows one; made from what the JSON form is made of.
// Takes nothing, gives text. Included by cli and by whoever asks a model for plans.
#pragma once

#include <string>

namespace recoupe::plan {

/// Gives the grammar; its root is `root`. What it lets through parses, but for what no grammar says: names, types, how
/// often a word may stand.
std::string plan_grammar();

}  // namespace recoupe::plan
