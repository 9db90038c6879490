// The part of the grammar below a step: expressions, literals, names. Included by grammar.cpp.
#pragma once

#include "plan/grammar_rules.hpp"

namespace recoupe::plan {

/// Adds `expression` and all that it is made of, with `path`, `name`, `sum`, `decimal` and `count`.
void add_expression_rules(Rules& rules);
/// Adds `literal`, `decimal` and `count`.
void add_literal_rules(Rules& rules);
/// Adds `name` and `path`: the first part of a path is no reserved word unless it stands in backquotes.
void add_name_rules(Rules& rules);

}  // namespace recoupe::plan
