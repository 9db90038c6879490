// Cuts plan text into tokens with their places. Takes UTF-8 text, gives tokens that end with one of kind `end`.
// Knows no keywords: which words mean something depends on where they stand. Included by the parser.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace recoupe::plan {

enum class TokenKind {
  word,    // letters, digits, underscores: a name or a keyword
  name,    // in backquotes: always a name; `value` has it without them
  text,    // in single quotes; `value` has it without them
  number,  // digits with at most one point
  parameter,  // @since in a plan file; `value` has it without the @
  comment,  // -- to the end of the line, or /* … */; `value` has it with them
  symbol,  // one of ( ) , . ; |> = != <> < <= > >= + - * / %
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string value;
  core::Span span;
};

core::Result<std::vector<Token>> tokens_of(std::string_view text);
/// Gives the comments too, where they stand.
core::Result<std::vector<Token>> tokens_and_comments_of(std::string_view text);

inline constexpr std::size_t number_digits_max = 100;

}  // namespace recoupe::plan
