// What a plan would do, for people: each fetch, what its server is sent, what stays here, the budgets.
// Takes an Explanation, gives text. Included by cli.
#pragma once

#include <string>

#include "core/language.hpp"
#include "execute/execute.hpp"
#include "physical/explain.hpp"

namespace recoupe::render {

/// Writes one block per fetch, then the steps done here and the budgets.
std::string explanation_text(const physical::Explanation& explanation, const execute::Budgets& budgets,
                             std::int64_t memory_bytes_max, core::Language language);

}  // namespace recoupe::render
