#include "sources/sql/carried_statements.hpp"

#include <utility>

#include "mcp/tool_error.hpp"
#include "sources/sql/carried.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/self_contained.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::sql {

using core::Json;

core::Result<std::vector<TextRow>> CarriedStatements::catalog_rows(const Query& query, const std::vector<Text>& parameters) {
  Json values = Json::array();
  for (const Text& parameter : parameters) values.push(parameter ? Json(*parameter) : Json());
  return rows(query, values, Reach::catalog);
}

core::Result<std::vector<TextRow>> CarriedStatements::data_rows(const Query& query) {
  return rows(query, Json::array(), Reach::carried);
}

core::Result<std::vector<TextRow>> CarriedStatements::rows(const Query& query, const core::Json& parameters, Reach reach) {
  RECOUPE_TRY(sql, self_contained(rows_sql(query), parameters));
  RECOUPE_CHECK(check_statement(sql, reach));
  RECOUPE_TRY(reply, client_.call_tool(tool_.name, Json::object({{"sql", sql}}), {.cancel = cancel_, .on_progress = {}}));
  if (reply.is_error) return core::fail(mcp::error_in(reply, client_.server(), tool_.name));
  RECOUPE_TRY(text, tool_.text_in(reply.structured.is_null() ? reply.content : reply.structured, client_.server()));
  RECOUPE_TRY(body, body_of(text, client_.server()));
  std::vector<TextRow> out;
  const Json* rows = body.find("rows");
  const core::JsonArray none;
  for (const Json& row : rows && rows->if_array() ? *rows->if_array() : none) {
    TextRow texts;
    for (const Json& cell : row.if_array() ? *row.if_array() : none) {
      texts.push_back(cell.if_string() ? Text(*cell.if_string()) : std::nullopt);
    }
    texts.resize(query.column_count);
    out.push_back(std::move(texts));
  }
  return out;
}

}  // namespace recoupe::sources::sql
