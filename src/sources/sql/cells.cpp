#include "sources/sql/cells.hpp"

#include <optional>
#include <utility>

#include "catalog/catalog.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/value_text.hpp"

namespace recoupe::sources::sql {
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

}  // namespace

rows::Batch empty_batch(const physical::Fetch& fetch) {
  rows::Batch batch;
  for (const physical::FetchColumn& column : fetch.columns) {
    batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
  }
  return batch;
}

core::Status append_row(rows::Decoded& out, const physical::Fetch& fetch, const core::JsonArray& cells) {
  if (cells.size() != fetch.columns.size()) {
    return core::fail(unexpected_reply(fetch.server,
                                       {"a row has another number of values than columns were asked for",
                                        "une ligne n'a pas autant de valeurs que de colonnes demandées"},
                                       {"check which program and version the entry runs",
                                        "vérifiez quel programme et quelle version l'entrée lance"}));
  }
  const auto values = values_of_row(cells, fetch);
  if (!values) {
    ++out.unreadable;
    return {};
  }
  for (std::size_t i = 0; i < values->size(); ++i) RECOUPE_CHECK(out.batch.columns[i].append((*values)[i]));
  if (values->empty()) ++out.batch.rows_without_columns;
  return {};
}

}  // namespace recoupe::sources::sql
