// Canonical text of a plan's parts: upper-case keywords, one space, no needless parentheses, names or backquotes.
// Takes nodes, gives text that parses to them again. Included by text*.cpp, words and error messages.
#pragma once

#include <string>

#include "plan/nodes.hpp"

namespace recoupe::plan {

std::string text_of(const Expr& expr);
/// Writes an expression so that it can stand beside a comparison: a condition gets parentheses.
std::string operand_text(const Expr& expr);
std::string text_of(const Side& side);
/// Writes one step without the "|>" before it.
std::string text_of(const Step& step);

/// Gives the name that AS must give, empty where the expression gives the same by itself.
std::string needed_name(const Named& column);

}  // namespace recoupe::plan
