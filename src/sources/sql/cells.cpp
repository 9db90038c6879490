#include "sources/sql/cells.hpp"

#include <optional>
#include <utility>

#include "catalog/catalog.hpp"
#include "sources/sql/json_value.hpp"
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

std::optional<Json> json_of_cell(const Json& cell) {
  auto json = cell.if_string() ? Json::parse(*cell.if_string()) : core::Result<Json>(Json());
  return json && cell.if_string() ? std::optional(*std::move(json)) : std::nullopt;
}

}  // namespace

rows::Batch empty_batch(const physical::Fetch& fetch) {
  rows::Batch batch;
  for (const physical::FetchColumn& column : fetch.columns) {
    batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
  }
  return batch;
}

RowReader::RowReader(const physical::Fetch& fetch) : fetch_(fetch) {
  if (auto read = cells_read(fetch)) read_ = *std::move(read);
  for (const physical::FetchColumn& column : fetch.columns) {
    const catalog::Field* field = fetch.table->find(column.path);
    crosses_.push_back(field && field->crosses_array);
  }
}

/// Reads a whole row before any of it is kept; a JSON text once for all the paths inside it.
std::optional<std::vector<Value>> RowReader::values_of(const core::JsonArray& cells) const {
  std::vector<std::optional<Json>> documents(cells.size());
  std::vector<Value> values;
  values.reserve(fetch_.columns.size());
  for (std::size_t i = 0; i < fetch_.columns.size(); ++i) {
    const physical::FetchColumn& column = fetch_.columns[i];
    const std::size_t at = read_.of_column[i];
    std::optional<Value> value;
    if (!is_json(read_.cells[at].native_type)) {
      value = value_of_cell(cells[at], column.type);
    } else if (cells[at].is_null()) {
      value = column.path.size() > 1 ? Value(core::Missing()) : Value();
    } else {
      if (!documents[at]) documents[at] = json_of_cell(cells[at]);
      if (documents[at]) value = json_value_at(*documents[at], std::span(column.path).subspan(1), column.type, crosses_[i]);
    }
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  return values;
}

core::Status RowReader::append(rows::Decoded& out, const core::JsonArray& cells) const {
  if (cells.size() != read_.cells.size()) {
    return core::fail(unexpected_reply(fetch_.server,
                                       {"a row has another number of values than columns were asked for",
                                        "une ligne n'a pas autant de valeurs que de colonnes demandées"},
                                       {"check which program and version the entry runs",
                                        "vérifiez quel programme et quelle version l'entrée lance"}));
  }
  const auto values = values_of(cells);
  if (!values) {
    ++out.unreadable;
    return {};
  }
  for (std::size_t i = 0; i < values->size(); ++i) {
    rows::Column& column = out.batch.columns[i];
    if ((*values)[i].is_missing()) column.append_missing();
    else RECOUPE_CHECK(column.append((*values)[i]));
  }
  if (values->empty()) ++out.batch.rows_without_columns;
  return {};
}

}  // namespace recoupe::sources::sql
