#include "sources/sql/carried_reader.hpp"

#include <algorithm>
#include <utility>

#include "catalog/relations.hpp"
#include "core/limits.hpp"
#include "sources/sql/carried_statements.hpp"
#include "sources/sql/catalog_of.hpp"
#include "sources/sql/describe.hpp"
#include "sources/sql/json_sample.hpp"
#include "sources/sql/sample.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

core::Result<core::JsonArray> described_tables(Statements& statements) {
  RECOUPE_TRY(described, describe_tables(statements, {}));
  const Json* tables = described.find("tables");
  return tables && tables->if_array() ? *tables->if_array() : core::JsonArray();
}

core::Status read_known_values(Statements& statements, catalog::Table& table) {
  std::vector<std::string> columns = columns_to_sample(table);
  if (columns.empty()) return {};
  RECOUPE_TRY(sampled, sample_columns(statements, {{table.schema, table.name},
                                                   std::move(columns),
                                                   core::limits::known_values_max,
                                                   static_cast<std::int64_t>(core::limits::known_value_bytes_max)}));
  if (const Json* found = sampled.find("columns")) take_known_values(table, *found);
  return {};
}

core::Status read_samples(Statements& statements, catalog::Table& table) {
  RECOUPE_CHECK(read_known_values(statements, table));
  const std::vector<std::string> columns = json_columns(table);
  if (columns.empty()) return {};
  RECOUPE_TRY(rows, statements.data_rows(json_sample_query(table, columns)));
  take_json_fields(table, columns, rows);
  return {};
}

}  // namespace

core::Result<catalog::Source> CarriedReader::read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) {
  CarriedStatements statements(client, tool_, cancel);
  catalog::Source source;
  source.server = server;
  source.kind = catalog::SourceKind::postgres;
  RECOUPE_TRY(listed, list_tables(statements));
  source.product = listed.text("product", "PostgreSQL");
  RECOUPE_TRY(described, described_tables(statements));
  for (const Json& item : described) {
    catalog::Table table = table_of(item);
    if (auto sampled = read_samples(statements, table); !sampled && !is_the_tables_own(sampled.error())) {
      return core::fail(std::move(sampled).error());
    }
    source.tables.push_back(std::move(table));
  }
  return source;
}

core::Result<std::vector<catalog::Relation>> CarriedReader::relations(mcp::Client& client, const std::string& server,
                                                                      const core::Cancel& cancel) {
  CarriedStatements statements(client, tool_, cancel);
  RECOUPE_TRY(described, described_tables(statements));
  std::vector<catalog::Relation> out;
  for (const Json& table : described) add_relations(table, server, out);
  return out;
}

core::Result<std::vector<std::string>> CarriedReader::sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                                    std::int64_t count_max, const core::Cancel& cancel) {
  std::vector<std::string> out;
  if (field.path.size() != 1) return out;
  CarriedStatements statements(client, tool_, cancel);
  RECOUPE_TRY(sampled, sample_columns(statements, {{field.schema, field.table},
                                                   {field.path[0]},
                                                   std::clamp<std::int64_t>(count_max, 1, sample_values_max),
                                                   static_cast<std::int64_t>(catalog::key_value_bytes_max)}));
  const Json* columns = sampled.find("columns");
  const core::JsonArray none;
  for (const Json& column : columns && columns->if_array() ? *columns->if_array() : none) {
    const Json* values = column.find("values");
    for (const Json& value : values && values->if_array() ? *values->if_array() : none) {
      if (value.if_string()) out.push_back(*value.if_string());
    }
  }
  return out;
}

core::Result<std::vector<catalog::Field>> CarriedReader::look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                                  const core::Cancel& cancel) {
  if (field.path.size() < 2) return std::vector<catalog::Field>();
  CarriedStatements statements(client, tool_, cancel);
  auto rows = statements.data_rows(json_search_query(field));
  if (rows) return json_fields_towards(field, *rows);
  if (is_the_tables_own(rows.error())) return std::vector<catalog::Field>();  // no jsonb column
  return core::fail(std::move(rows).error());
}

}  // namespace recoupe::sources::sql
