// Whether two answers say the same: the same rows in the columns that both show. Takes answers, gives a truth value.
// Included by evaluation.
#pragma once

#include "result/engine.hpp"

namespace recoupe::run {

/// Tells whether both hold the same rows, each as often, over the columns that both show: paired by name, then those left
/// over with one of the same type that holds the same values. All columns of one side must be paired: showing more is no
/// error, showing something else is. Where both are ordered the order counts.
bool same_answer(const result::Answer& given, const result::Answer& expected);

}  // namespace recoupe::run
