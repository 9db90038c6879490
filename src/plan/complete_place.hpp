// Reads a plan up to a place where it is being written: what stands before, in which step, in which pipeline.
// Takes text that need not parse. Included by complete*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/lexer.hpp"
#include "plan/nodes.hpp"

namespace recoupe::plan {

/// What is being written, and the tokens before it.
struct WritingPlace {
  std::vector<Token> before;       // of the innermost pipeline, from its first token to the word being written
  std::size_t begin = 0;           // byte where the word being written begins: a path begins at its first part
  std::string word;                // "users.cre", "'adm": as written up to the place
  bool in_text = false;            // between single quotes: `word` is what stands behind the opening one
  bool nothing_stands = false;     // in a comment, or behind what can't be read
};

WritingPlace writing_place(std::string_view text, std::size_t place);

/// Gives the tokens of the step that is being written: behind the last |> of the pipeline.
std::vector<Token> step_tokens(const WritingPlace& place);
/// Gives the text of the steps before it, "" where there is none.
std::string steps_before(std::string_view text, const WritingPlace& place);

}  // namespace recoupe::plan
