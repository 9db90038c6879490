// Errors of the text form: where, what was expected, what was found, what would do, in both languages.
// Takes a place and sentences, gives core::Error. Included by the lexer, the parser and its slips.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace recoupe::plan {

/// Builds an error of code `syntax` at a place; the message begins with line and column.
core::Error syntax_error(const core::Span& span, core::Bilingual message, core::Bilingual remedy);

/// Quotes foreign text for a message, shortened to `shown_bytes_max`.
std::string shown(std::string_view text);
inline constexpr std::size_t shown_bytes_max = 60;

}  // namespace recoupe::plan
