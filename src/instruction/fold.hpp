// What letters are, and how words are compared: lower case, no accents, œ as oe.
// Included by the folder's own files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace recoupe::instruction {

/// Gives the word in lower case without accents ("Été" gives "ete", "Œuvre" gives "oeuvre").
std::string fold(std::string_view word);

/// Gives the bytes of the letter, digit or underscore at `at`; 0 where something else stands.
std::size_t letter_bytes(std::string_view text, std::size_t at);
/// Gives the bytes of the space (also no-break ones) at `at`; 0 where something else stands.
std::size_t space_bytes(std::string_view text, std::size_t at);

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] bool has_digit(std::string_view text);
[[nodiscard]] bool is_all_digits(std::string_view text);

}  // namespace recoupe::instruction
