#include "sources/postgres/reader.hpp"

#include <algorithm>
#include <utility>

#include "catalog/relations.hpp"
#include "core/limits.hpp"
#include "mcp/tool_error.hpp"
#include "sources/sql/native_type.hpp"
#include "sources/postgres/refusals.hpp"
#include "sources/sql/table_name.hpp"
#include "sources/postgres/tool_names.hpp"

namespace recoupe::sources::postgres {
namespace {

using catalog::Field;
using catalog::FieldPath;
using catalog::Table;
using core::Json;

constexpr std::int64_t sampled_values_max = 10'000;  // what the tool gives of one column at most

core::Result<Json> ask(mcp::Client& client, std::string_view tool, Json arguments, const core::Cancel& cancel) {
  const std::string name(tool);
  RECOUPE_TRY(result, client.call_tool(name, std::move(arguments), {.cancel = cancel}));
  if (result.is_error) return core::fail(mcp::error_in(result, client.server(), name));
  if (result.structured.if_object()) return result.structured;
  return core::fail(unexpected_reply(client.server(), {"it is no object", "ce n'est pas un objet"}));
}

core::Result<Json> list_in(Json reply, std::string_view key, const std::string& server) {
  for (auto& [name, value] : *reply.if_object()) {
    if (name == key && value.if_array()) return std::move(value);
  }
  const std::string missing(key);
  return core::fail(unexpected_reply(server, {"the list " + missing + " is not there", "la liste " + missing + " manque"}));
}

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
  field.native_type = sql::native_name(column.text("native_type"), is_enum);
  field.type = sql::language_type(column.text("base_type"), column.boolean("is_array"), is_enum);
  field.nullable = column.boolean("nullable", true);
  field.comment = column.text("comment");
  return field;
}

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
bool may_have_few_values(const Field& field) {
  const sql::NativeKind kind = sql::kind_of(field.native_type);
  const bool is_text = kind == sql::NativeKind::text || kind == sql::NativeKind::padded || kind == sql::NativeKind::folded;
  return is_text && field.type.kind == core::Kind::string && !field.unique;
}

core::Status read_known_values(mcp::Client& client, Table& table, const core::Cancel& cancel) {
  Json columns = Json::array();
  for (const Field& field : table.fields) {
    if (may_have_few_values(field)) columns.push(field.path[0]);
  }
  if (columns.is_null() || columns.if_array()->empty()) return {};
  RECOUPE_TRY(reply, ask(client, tool::sample,
                         Json::object({{"table", sql::quoted_name({table.schema, table.name})},
                                       {"columns", std::move(columns)},
                                       {"values_max", core::limits::known_values_max},
                                       {"value_bytes_max", static_cast<std::int64_t>(core::limits::known_value_bytes_max)}}),
                         cancel));
  RECOUPE_TRY(sampled, list_in(std::move(reply), "columns", client.server()));
  for (const Json& column : *sampled.if_array()) {
    const auto field = std::ranges::find(table.fields, FieldPath{column.text("name")}, &Field::path);
    const Json* values = column.find("values");
    if (field == table.fields.end() || !column.boolean("whole") || !values || !values->if_array()) continue;
    for (const Json& value : *values->if_array()) {
      if (value.if_string()) field->known_values.push_back(*value.if_string());
    }
  }
  return {};
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

}  // namespace

core::Result<catalog::Source> Reader::read(mcp::Client& client, const std::string& server, const core::Cancel& cancel) {
  catalog::Source source;
  source.server = server;
  source.kind = catalog::SourceKind::postgres;
  RECOUPE_TRY(listed, ask(client, tool::list_tables, Json::object(), cancel));
  source.product = listed.text("product", "PostgreSQL");
  RECOUPE_TRY(reply, ask(client, tool::describe_tables, Json::object(), cancel));
  RECOUPE_TRY(described, list_in(std::move(reply), "tables", server));
  for (const Json& item : *described.if_array()) {
    Table table = table_of(item);
    // A table that can't be sampled (its reading is refused, or takes too long) is still known by its columns.
    if (auto sampled = read_known_values(client, table, cancel); !sampled) {
      const core::Code code = sampled.error().code;
      const bool is_the_tables = code == core::Code::statement_refused || code == core::Code::timeout ||
                                 code == core::Code::policy || code == core::Code::server_error;
      if (!is_the_tables) return core::fail(std::move(sampled).error());
    }
    source.tables.push_back(std::move(table));
  }
  return source;
}

core::Result<std::vector<catalog::Relation>> Reader::relations(mcp::Client& client, const std::string& server,
                                                               const core::Cancel& cancel) {
  RECOUPE_TRY(reply, ask(client, tool::describe_tables, Json::object(), cancel));
  RECOUPE_TRY(described, list_in(std::move(reply), "tables", server));
  std::vector<catalog::Relation> out;
  for (const Json& table : *described.if_array()) add_relations(table, server, out);
  return out;
}

core::Result<std::vector<std::string>> Reader::sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                             std::int64_t count_max, const core::Cancel& cancel) {
  std::vector<std::string> out;
  if (field.path.size() != 1) return out;
  RECOUPE_TRY(reply, ask(client, tool::sample,
                         Json::object({{"table", sql::quoted_name({field.schema, field.table})},
                                       {"columns", Json::array({Json(field.path[0])})},
                                       {"values_max", std::clamp<std::int64_t>(count_max, 1, sampled_values_max)},
                                       {"value_bytes_max", static_cast<std::int64_t>(catalog::key_value_bytes_max)}}),
                         cancel));
  RECOUPE_TRY(columns, list_in(std::move(reply), "columns", client.server()));
  for (const Json& column : *columns.if_array()) {
    const Json* values = column.find("values");
    if (!values || !values->if_array()) continue;
    for (const Json& value : *values->if_array()) {
      if (value.if_string()) out.push_back(*value.if_string());
    }
  }
  return out;
}

}  // namespace recoupe::sources::postgres
