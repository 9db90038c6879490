// The replies of list_tables, describe_tables and sample as the catalog. Takes JSON, gives tables and relations. Included by
// the readers of PostgreSQL's dialects.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/error.hpp"

namespace recoupe::sources::sql {

/// Reads one item of describe_tables' "tables".
catalog::Table table_of(const core::Json& described);
/// Reads its foreign keys of one column; those of several are no relation between two fields.
void add_relations(const core::Json& described, const std::string& server, std::vector<catalog::Relation>& out);

/// Names the columns that may have few values.
std::vector<std::string> columns_to_sample(const catalog::Table& table);
/// Takes the values of the columns that were sampled whole: the "columns" of sample.
void take_known_values(catalog::Table& table, const core::Json& sampled);
/// Tells whether a failure is of one table (its reading is refused, or takes too long): it is still known by its columns.
bool is_the_tables_own(const core::Error& error);

}  // namespace recoupe::sources::sql
