// Which words mean something, and which names must stand in backquotes: as few as the grammar needs.
// Takes words, gives facts and the written form of a name. Included by the lexer, the parser and the text writer.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.hpp"

namespace recoupe::plan {

/// Compares a word with an upper-case keyword, without regard to ASCII case.
[[nodiscard]] bool same_keyword(std::string_view word, std::string_view keyword);

/// Tells whether a name can stand bare after a dot or after AS: letters, digits, underscores, no digit first.
[[nodiscard]] bool is_plain_name(std::string_view name);

/// Tells whether a word cannot begin an expression as a name: NOT, NULL, TRUE, …
[[nodiscard]] bool is_reserved(std::string_view word);
std::span<const std::string_view> reserved_words();

/// Gives the words that can begin a step, as they are written: "WHERE", "ORDER BY", "LEFT JOIN", …
std::span<const std::string_view> step_words();
/// Tells whether a word begins a step ("ORDER", "LEFT", "WHERE").
[[nodiscard]] bool begins_step(std::string_view word);
/// Gives the words that can follow CHECK: "EXISTS IN", …
std::span<const std::string_view> check_words();
/// Tells whether SQL begins a change with this word: INSERT, DELETE, DROP, …
[[nodiscard]] bool begins_write(std::string_view word);

/// Writes one name, in backquotes where it is not plain.
std::string written_name(std::string_view name);
/// Writes a path as an expression has it: a reserved first word stands in backquotes too.
std::string written_path(const std::vector<std::string>& parts);

/// Gives the words nearest to a mistyped one, nearest first, none that differs too much.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace recoupe::plan
