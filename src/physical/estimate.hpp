// How many rows a fetch is expected to bring, from what the catalog's sample told. For people and budgets, never for an
// answer. Takes a Fetch, gives a count. Included by explain.
#pragma once

#include <cstdint>

#include "physical/fetch.hpp"

namespace recoupe::physical {

/// Guesses which share of rows a condition over the fetch's columns keeps, 0..1.
double share_kept(const plan::Expr& condition, const Fetch& fetch);

/// Guesses how many rows of the table its filters and limit leave; -1 where the table's count is not known.
std::int64_t estimated_rows(const Fetch& fetch);

}  // namespace recoupe::physical
