// The fields inside jsonb columns, from a sample of their values. Takes a table and rows of texts, gives the query that reads
// the sample and the table with its fields. Included by the readers of PostgreSQL's dialects.
#pragma once

#include "catalog/catalog.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::sql {

inline constexpr std::int64_t json_sampled_rows_max = 5'000;   // of one table; tables up to here are read whole
inline constexpr std::int64_t json_sampled_bytes_max = 16'384;  // of one value; longer ones are not looked into

/// Gives the columns of a table that hold JSON values.
std::vector<std::string> json_columns(const catalog::Table& table);

/// Reads the columns' texts of the first rows; "" stands for a value that is too long.
Query json_sample_query(const catalog::Table& table, const std::vector<std::string>& columns);

/// Reads the texts of the column in which a path leads, of the first rows that have something at that path.
Query json_search_query(const catalog::FieldRef& field);

/// Gives what stands on the way to a path and below it, from the rows of json_search_query.
std::vector<catalog::Field> json_fields_towards(const catalog::FieldRef& field, const std::vector<TextRow>& rows);

/// Gives the columns the types that were seen, and the table the fields inside them, each behind its column. Tells in
/// Table::sampled whether there may be others.
void take_json_fields(catalog::Table& table, const std::vector<std::string>& columns, const std::vector<TextRow>& rows);

}  // namespace recoupe::sources::sql
