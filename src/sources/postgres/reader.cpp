#include "sources/postgres/reader.hpp"

#include <algorithm>
#include <utility>

#include "catalog/relations.hpp"
#include "core/limits.hpp"
#include "mcp/tool_error.hpp"
#include "sources/sql/catalog_of.hpp"
#include "sources/sql/json_sample.hpp"
#include "sources/sql/sample.hpp"
#include "sources/postgres/refusals.hpp"
#include "sources/sql/table_name.hpp"
#include "sources/postgres/tool_names.hpp"

namespace recoupe::sources::postgres {
namespace {

using catalog::Table;
using core::Json;

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

core::Status read_known_values(mcp::Client& client, Table& table, const core::Cancel& cancel) {
  Json columns = Json::array();
  for (std::string& name : sql::columns_to_sample(table)) columns.push(std::move(name));
  if (columns.if_array()->empty()) return {};
  RECOUPE_TRY(reply, ask(client, tool::sample,
                         Json::object({{"table", sql::quoted_name({table.schema, table.name})},
                                       {"columns", std::move(columns)},
                                       {"values_max", core::limits::known_values_max},
                                       {"value_bytes_max", static_cast<std::int64_t>(core::limits::known_value_bytes_max)}}),
                         cancel));
  RECOUPE_TRY(sampled, list_in(std::move(reply), "columns", client.server()));
  sql::take_known_values(table, sampled);
  return {};
}

core::Result<std::vector<sql::TextRow>> rows_of(mcp::Client& client, const sql::Query& query, const core::Cancel& cancel) {
  std::vector<sql::TextRow> rows;
  auto reply = ask(client, tool::query, Json::object({{"sql", query.sql}}), cancel);
  while (true) {
    if (!reply) return core::fail(std::move(reply).error());
    const bool complete = reply->boolean("complete");
    const std::string cursor = reply->text("cursor");
    RECOUPE_TRY(page, list_in(*std::move(reply), "rows", client.server()));
    for (const Json& row : *page.if_array()) {
      sql::TextRow texts;
      for (const Json& cell : row.if_array() ? *row.if_array() : core::JsonArray()) {
        texts.push_back(cell.if_string() ? sql::Text(*cell.if_string()) : std::nullopt);
      }
      rows.push_back(std::move(texts));
    }
    if (complete || cursor.empty()) break;
    reply = ask(client, tool::next_page, Json::object({{"cursor", cursor}}), cancel);
  }
  return rows;
}

core::Status read_json_fields(mcp::Client& client, Table& table, const core::Cancel& cancel) {
  const std::vector<std::string> columns = sql::json_columns(table);
  if (columns.empty()) return {};
  RECOUPE_TRY(rows, rows_of(client, sql::json_sample_query(table, columns), cancel));
  sql::take_json_fields(table, columns, rows);
  return {};
}

core::Status read_samples(mcp::Client& client, Table& table, const core::Cancel& cancel) {
  RECOUPE_CHECK(read_known_values(client, table, cancel));
  return read_json_fields(client, table, cancel);
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
    Table table = sql::table_of(item);
    if (auto sampled = read_samples(client, table, cancel); !sampled && !sql::is_the_tables_own(sampled.error())) {
      return core::fail(std::move(sampled).error());
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
  for (const Json& table : *described.if_array()) sql::add_relations(table, server, out);
  return out;
}

core::Result<std::vector<std::string>> Reader::sample_values(mcp::Client& client, const catalog::FieldRef& field,
                                                             std::int64_t count_max, const core::Cancel& cancel) {
  std::vector<std::string> out;
  if (field.path.size() != 1) return out;
  RECOUPE_TRY(reply, ask(client, tool::sample,
                         Json::object({{"table", sql::quoted_name({field.schema, field.table})},
                                       {"columns", Json::array({Json(field.path[0])})},
                                       {"values_max", std::clamp<std::int64_t>(count_max, 1, sql::sample_values_max)},
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

core::Result<std::vector<catalog::Field>> Reader::look_for(mcp::Client& client, const catalog::FieldRef& field,
                                                           const core::Cancel& cancel) {
  if (field.path.size() < 2) return std::vector<catalog::Field>();
  auto rows = rows_of(client, sql::json_search_query(field), cancel);
  if (rows) return sql::json_fields_towards(field, *rows);
  if (sql::is_the_tables_own(rows.error())) return std::vector<catalog::Field>();  // no jsonb column
  return core::fail(std::move(rows).error());
}

}  // namespace recoupe::sources::postgres
