// Facts about each operation: how a call is written, how many operands it takes, which units.
// Takes an Op or a word, gives facts. Included by the parser, the JSON reader and validate.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "plan/nodes.hpp"

namespace recoupe::plan {

/// Finds the function that is written `word(…)`, whatever its case; COUNT gives Op::count.
std::optional<Op> function_named(std::string_view word);
/// Gives the words of all functions, for suggestions.
std::span<const std::string_view> function_words();
/// Gives the operation with this name in JSON (name_of's inverse).
std::optional<Op> op_named(std::string_view name);

struct Arity {
  std::size_t min = 0;
  std::size_t max = 0;
};
/// Gives how many operands an operation takes; a list without end has `arguments_max`.
Arity arity_of(Op op);
inline constexpr std::size_t arguments_max = 10'000;  // IN lists, AND, OR, CONCAT, COALESCE, CASE

/// Gives the units that a date function takes ("YEAR", "MONTH", …); empty for every other operation.
std::span<const std::string_view> units_of(Op op);

[[nodiscard]] bool is_comparison(Op op);  // = != < <= > >=

}  // namespace recoupe::plan
