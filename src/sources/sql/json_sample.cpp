#include "sources/sql/json_sample.hpp"

#include <algorithm>
#include <utility>

#include "catalog/field_stats.hpp"
#include "core/json.hpp"
#include "sources/sql/literal.hpp"
#include "sources/sql/native_type.hpp"
#include "sources/sql/table_name.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::sql {
namespace {

using catalog::Field;
using core::Json;

catalog::SeenValue seen_value(const Json& value) {
  if (value.is_null()) return {"null"};
  if (value.if_bool()) return {"bool"};
  if (value.if_string()) return {"string"};
  if (value.if_number()) return {"number"};
  return {value.if_array() ? "array" : "object"};
}

/// The column stays what PostgreSQL says it is; a plan sees it as a document or an array where it is nothing else.
void refine(Field& column, Field seen) {
  const bool has_inside = seen.type.kind == core::Kind::document || seen.type.kind == core::Kind::array;
  if (has_inside) column.type = std::move(seen.type);
  column.type_shares = std::move(seen.type_shares);
  column.null_share = seen.null_share;
}

/// A value's text, "" where it is too long, NULL where there is none.
std::string sampled_text(const std::string& name) {
  const std::string column = quoted_identifier(name);
  return "CASE WHEN " + column + " IS NULL THEN NULL WHEN octet_length(" + column + "::text) <= " +
         std::to_string(json_sampled_bytes_max) + " THEN " + column + "::text ELSE '' END";
}

}  // namespace

std::vector<std::string> json_columns(const catalog::Table& table) {
  std::vector<std::string> names;
  for (const Field& field : table.fields) {
    if (field.path.size() == 1 && is_json(field.native_type)) names.push_back(field.path[0]);
  }
  return names;
}

Query json_sample_query(const catalog::Table& table, const std::vector<std::string>& columns) {
  std::string sql;
  for (const std::string& name : columns) sql += (sql.empty() ? "SELECT " : ", ") + sampled_text(name);
  sql += " FROM " + quoted_name({table.schema, table.name});
  if (!table.keys.empty()) {  // the same rows each time
    std::string order;
    for (const catalog::FieldPath& path : table.keys.front()) order += (order.empty() ? " ORDER BY " : ", ") + quoted_identifier(path[0]);
    sql += order;
  }
  return {sql + " LIMIT " + std::to_string(json_sampled_rows_max + 1), columns.size()};
}

Query json_search_query(const catalog::FieldRef& field) {
  Json inside = Json::array();
  for (std::size_t i = 1; i < field.path.size(); ++i) inside.push(field.path[i]);
  return {"SELECT " + sampled_text(field.path[0]) + " FROM " + quoted_name({field.schema, field.table}) + " WHERE " +
              quoted_identifier(field.path[0]) + " #> " + quoted_literal(text_of_array(inside).value_or("{}")) +
              "::text[] IS NOT NULL LIMIT " + std::to_string(json_sampled_rows_max),
          1};
}

std::vector<catalog::Field> json_fields_towards(const catalog::FieldRef& field, const std::vector<TextRow>& rows) {
  catalog::Table table;
  table.sampled = true;
  table.fields.emplace_back().path = {field.path[0]};
  take_json_fields(table, {field.path[0]}, rows);
  std::vector<Field> out;
  for (Field& found : table.fields) {
    const auto [end, on_the_way] = std::ranges::mismatch(found.path, field.path);
    if (found.path.size() < 2 || (end != found.path.end() && on_the_way != field.path.end())) continue;
    found.may_be_missing = found.nullable = true;  // the rows without it were not looked at
    found.known_values.clear();
    out.push_back(std::move(found));
  }
  return out;
}

void take_json_fields(catalog::Table& table, const std::vector<std::string>& columns, const std::vector<TextRow>& rows) {
  const auto kept = std::min(rows.size(), static_cast<std::size_t>(json_sampled_rows_max));
  catalog::FieldStats stats(seen_value);
  bool more = rows.size() > kept;
  for (std::size_t r = 0; r < kept; ++r) {
    Json row = Json::object();
    for (std::size_t c = 0; c < columns.size() && c < rows[r].size(); ++c) {
      auto value = rows[r][c] ? Json::parse(*rows[r][c]) : core::Result<Json>(Json());
      if (value) row.set(columns[c], *std::move(value));
      more = more || !value;
    }
    stats.add(row);
  }
  more = more || stats.cut();
  table.sampled = table.sampled || more;
  std::vector<Field> fields;
  const Json seen = stats.fields();
  for (Field& field : table.fields) {
    const std::string name = field.path[0];
    const bool is_sampled = std::ranges::find(columns, name) != columns.end();
    fields.push_back(std::move(field));
    for (const Json& item : is_sampled ? *seen.if_array() : core::JsonArray()) {
      Field inside = catalog::field_of_stats(item, stats.document_count(), more);
      if (inside.path[0] != name) continue;
      if (inside.path.size() == 1) refine(fields.back(), std::move(inside));
      else fields.push_back(std::move(inside));
    }
  }
  table.fields = std::move(fields);
}

}  // namespace recoupe::sources::sql
