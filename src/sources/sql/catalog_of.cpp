#include "sources/sql/catalog_of.hpp"

#include <algorithm>
#include <utility>

#include "sources/sql/native_type.hpp"

namespace recoupe::sources::sql {
namespace {

using catalog::Field;
using catalog::FieldPath;
using catalog::Table;
using core::Json;

std::vector<FieldPath> paths_in(const Json& names) {
  std::vector<FieldPath> out;
  if (!names.if_array()) return out;
  for (const Json& name : *names.if_array()) {
    if (name.if_string()) out.push_back({*name.if_string()});
  }
  return out;
}

Field field_of(const Json& column) {
  Field field;
  const bool is_enum = column.boolean("is_enum");
  field.path = {column.text("name")};
  field.native_type = native_name(column.text("native_type"), is_enum);
  field.type = language_type(column.text("base_type"), column.boolean("is_array"), is_enum);
  field.nullable = column.boolean("nullable", true);
  field.comment = column.text("comment");
  return field;
}

}  // namespace

Table table_of(const Json& described) {
  Table table;
  table.schema = described.text("schema");
  table.name = described.text("name");
  table.comment = described.text("comment");
  table.row_count = described.integer("row_count", -1);
  if (const Json* columns = described.find("columns"); columns && columns->if_array()) {
    for (const Json& column : *columns->if_array()) table.fields.push_back(field_of(column));
  }
  if (const Json* keys = described.find("keys"); keys && keys->if_array()) {
    for (const Json& key : *keys->if_array()) {
      auto paths = paths_in(key);
      const bool seen = std::ranges::find(table.keys, paths) != table.keys.end();
      if (!paths.empty() && !seen) table.keys.push_back(std::move(paths));
    }
  }
  for (Field& field : table.fields) {
    field.unique = std::ranges::find(table.keys, std::vector<FieldPath>{field.path}) != table.keys.end();
  }
  return table;
}

/// Text that may have few values: no key, and compared as text.
static bool may_have_few_values(const Field& field) {
  const NativeKind kind = kind_of(field.native_type);
  const bool is_text = kind == NativeKind::text || kind == NativeKind::padded || kind == NativeKind::folded;
  return is_text && field.type.kind == core::Kind::string && !field.unique;
}

/// Reads the foreign keys of one column; those of several are no relation between two fields.
void add_relations(const Json& table, const std::string& server, std::vector<catalog::Relation>& out) {
  const Json* keys = table.find("foreign_keys");
  if (!keys || !keys->if_array()) return;
  for (const Json& key : *keys->if_array()) {
    const Json* columns = key.find("columns");
    const Json* references = key.find("references");
    if (!columns || !references) continue;
    const auto from = paths_in(*columns);
    const auto to = paths_in(*references);
    if (from.size() != 1 || to.size() != 1) continue;
    catalog::Relation relation;
    relation.left = {server, table.text("schema"), table.text("name"), from[0]};
    relation.right = {server, key.text("schema"), key.text("table"), to[0]};
    relation.confidence = 1;
    relation.why = "foreign key";
    out.push_back(std::move(relation));
  }
}

std::vector<std::string> columns_to_sample(const Table& table) {
  std::vector<std::string> names;
  for (const Field& field : table.fields) {
    if (may_have_few_values(field)) names.push_back(field.path[0]);
  }
  return names;
}

void take_known_values(Table& table, const Json& sampled) {
  if (!sampled.if_array()) return;
  for (const Json& column : *sampled.if_array()) {
    const auto field = std::ranges::find(table.fields, FieldPath{column.text("name")}, &Field::path);
    const Json* values = column.find("values");
    if (field == table.fields.end() || !column.boolean("whole") || !values || !values->if_array()) continue;
    for (const Json& value : *values->if_array()) {
      if (value.if_string()) field->known_values.push_back(*value.if_string());
    }
  }
}

bool is_the_tables_own(const core::Error& error) {
  return error.code == core::Code::statement_refused || error.code == core::Code::timeout ||
         error.code == core::Code::policy || error.code == core::Code::server_error;
}

}  // namespace recoupe::sources::sql
