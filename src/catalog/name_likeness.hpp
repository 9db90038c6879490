// How alike two fields are called, whatever the case style: `userId` and `user_id`, `employees.id` and `employee_id`.
// Takes tables and paths, gives 0..1. Included by relations only.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace recoupe::catalog {

using Words = std::set<std::string>;

/// Splits a name at signs and capitals into lower-case words without accents; plurals lose their s.
Words words_of(std::string_view name);

/// Gives the share of words that two names have in common, 0..1 (Jaccard).
double likeness(const Words& left, const Words& right);

}  // namespace recoupe::catalog
