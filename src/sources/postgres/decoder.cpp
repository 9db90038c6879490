#include "sources/postgres/decoder.hpp"

#include <utility>

#include "catalog/catalog.hpp"
#include "mcp/tool_error.hpp"
#include "sources/postgres/refusals.hpp"
#include "sources/postgres/tool_names.hpp"
#include "sources/postgres/value_text.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;
using core::Value;

/// Reads a cell: null, text, a list of an array column. What is no valid UTF-8 comes as {"$bytes"} and fits no type.
std::optional<Value> value_of_cell(const Json& cell, const core::Type& type) {
  if (cell.is_null()) return Value();
  if (type.kind != core::Kind::array) return cell.if_string() ? value_of(*cell.if_string(), type.kind) : std::nullopt;
  if (!cell.if_array()) return std::nullopt;
  core::ValueArray items;
  for (const Json& item : *cell.if_array()) {
    auto value = value_of_cell(item, *type.element);
    if (!value) return std::nullopt;
    items.push_back(*std::move(value));
  }
  return items;
}

/// Reads a whole row before any of it is kept.
std::optional<std::vector<Value>> values_of_row(const core::JsonArray& cells, const physical::Fetch& fetch) {
  std::vector<Value> values;
  values.reserve(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto value = value_of_cell(cells[i], fetch.columns[i].type);
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  return values;
}

std::string snapshot_name(const Json* snapshot) {
  if (!snapshot || !snapshot->if_object()) return {};
  return snapshot->text("snapshot") + " at " + snapshot->text("wal_lsn") + ", " + snapshot->text("opened_at");
}

}  // namespace

core::Result<rows::Decoded> Decoder::decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) {
  if (reply.is_error) return core::fail(mcp::error_in(reply, fetch.server, std::string(tool::query)));
  const Json* rows = reply.structured.find("rows");
  const Json* complete = reply.structured.find("complete");
  if (!rows || !rows->if_array() || !complete || !complete->if_bool()) {
    return core::fail(unexpected_reply(fetch.server, {"it holds no rows", "elle ne contient pas de lignes"}));
  }
  rows::Decoded out;
  out.complete = *complete->if_bool();
  out.population = reply.structured.integer("population", -1);
  out.snapshot = snapshot_name(reply.structured.find("snapshot"));
  for (const physical::FetchColumn& column : fetch.columns) {
    out.batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
  }
  for (const Json& row : *rows->if_array()) {
    const auto* cells = row.if_array();
    if (!cells || cells->size() != fetch.columns.size()) {
      return core::fail(unexpected_reply(fetch.server, {"a row has another number of values than columns were asked for",
                                                        "une ligne n'a pas autant de valeurs que de colonnes demandées"}));
    }
    const auto values = values_of_row(*cells, fetch);
    if (!values) {
      ++out.unreadable;
      continue;
    }
    for (std::size_t i = 0; i < values->size(); ++i) RECOUPE_CHECK(out.batch.columns[i].append((*values)[i]));
    if (values->empty()) ++out.batch.rows_without_columns;
  }
  return out;
}

}  // namespace recoupe::sources::postgres
