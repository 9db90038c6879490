// The short form of a plan that a small model writes: one step a line, without FROM, CHECK and their prepositions, servers
// where a table's name is unique, the keys of joins that the catalog knows, the usual names of measures; "= 'missing'"
// alone filters findings:  users / WHERE role = 'admin' / EXISTS employees / = 'missing'
// Takes text and the catalog, gives a plan, and back. Included by the evaluation.
#pragma once

#include <string>
#include <string_view>

#include "plan/plan.hpp"
#include "planner/vocabulary.hpp"

namespace recoupe::planner {

inline constexpr std::string_view anywhere = "anywhere";  // stands for the server that is left out
inline constexpr std::string_view key_word = "KEY";       // stands for the key of a join
inline constexpr std::size_t shorthand_bytes_max = 4'096;

/// Gives the name that a measure has where none is written: n, total, average, minimum, maximum; empty for others.
std::string_view usual_name(const plan::Expr& measure);

/// Reads the short form and validates the plan; the errors are those of parse and validate. The catalog must outlive it.
core::Result<plan::Plan> plan_of_shorthand(std::string_view text, const catalog::Catalog& catalog, const Vocabulary& vocabulary);

/// Writes a validated plan in the short form.
std::string shorthand_of(const plan::Plan& validated, const catalog::Catalog& catalog, const Vocabulary& vocabulary);

}  // namespace recoupe::planner
