// Which fields of different sources refer to each other, told from names, types and values both sides hold.
// Takes a Catalog and sampled values beside it (values never enter the catalog), gives Relations. Included by run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"

namespace recoupe::catalog {

inline constexpr std::int64_t key_sample_values_max = 5'000;  // distinct values asked of one field
inline constexpr std::size_t key_value_bytes_max = 128;       // longer text is no key
inline constexpr std::size_t key_fields_sampled_max = 200;    // fields sampled in one catalog
inline constexpr std::size_t proposed_relations_max = 200;

/// Distinct values of one field, as CAST(x AS STRING) writes them.
struct SampledField {
  FieldRef field;
  std::vector<std::string> values;
  bool whole = false;  // all distinct values of the field, not only some
};
using SampledValues = std::vector<SampledField>;

/// Gives the fields whose values are worth sampling: those that may be a key or refer to one in another table.
std::vector<FieldRef> fields_to_sample(const Catalog& catalog);

/// Proposes relations, the surest first. Pairs that catalog.relations already holds are left out. Fields without a
/// sample are judged by their known values, else by name and type alone.
std::vector<Relation> propose_relations(const Catalog& catalog, const SampledValues& samples);

}  // namespace recoupe::catalog
