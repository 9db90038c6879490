// The equalities of an ON between its two sides: the key by which rows meet.
// Takes a validated ON and the count of the left side's columns. Included by checks, words, physical and result.
#pragma once

#include <vector>

#include "plan/nodes.hpp"

namespace recoupe::plan {

/// `left = right`, whichever way round it was written.
struct KeyPair {
  const Expr* left;
  const Expr* right;
};

/// Gives the equalities among the conjuncts of ON that have left columns alone on one side, right ones on the other.
std::vector<KeyPair> key_pairs_of(const Expr& on, std::size_t left_count);

/// Gives the conjuncts of a condition: the operands of AND, else itself.
std::vector<const Expr*> conjuncts_of(const Expr& condition);

}  // namespace recoupe::plan
