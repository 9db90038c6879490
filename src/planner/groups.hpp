// What rows may be grouped by, as the words tell: fields, dates cut to a unit, those whom a table is about with key
// or name.
// Takes the bench and a subject, gives Groupings. Included by tails.
#pragma once

#include "planner/drafts.hpp"

namespace recoupe::planner {

/// Columns to group by that one phrase asks for.
struct Grouping {
  std::vector<Amount> columns;
  double worth = 0;
  std::vector<std::pair<std::size_t, double>> tokens;
  std::string form;  // "field", "ref", "key", "name", "key_name", "time", "values"
};

/// Gives lists of groupings worth trying, the first being none; `wide`: they may lie in joined tables.
std::vector<std::vector<Grouping>> groupings_of(const Bench& bench, std::size_t subject, bool wide);

/// Tells whether a field is an amount: a number that neither names a row nor refers to one.
bool measurable(const FieldItem& field);
/// Finds the field that names what a table is about, -1 where there is none.
int name_field(const Bench& bench, std::size_t table);

}  // namespace recoupe::planner
