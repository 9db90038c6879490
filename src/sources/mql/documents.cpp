#include "sources/mql/documents.hpp"

#include <utility>

#include "sources/mql/cell.hpp"
#include "sources/mql/path_value.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

/// Whether each column's path goes through an array in some document: then it is one in every document.
std::vector<bool> crossing_columns(const physical::Fetch& fetch) {
  std::vector<bool> crossing;
  for (const auto& column : fetch.columns) {
    const catalog::Field* field = fetch.table == nullptr ? nullptr : fetch.table->find(column.path);
    crossing.push_back(field != nullptr && field->crosses_array);
  }
  return crossing;
}

bool append(rows::Column& column, const Json& document, const catalog::FieldPath& path, bool crosses) {
  Found found = find_path(document, path);
  const bool nothing_behind = found.many && found.many->empty() && !crosses;  // an array where others hold a document
  if (found.many && !nothing_behind) return append_cell(column, Json(*std::move(found.many)));
  if (found.value == nullptr) {
    column.append_missing();
    return true;
  }
  const bool alone = crosses && column.type.kind == core::Kind::array;
  return append_cell(column, alone ? Json::array({*found.value}) : *found.value);
}

}  // namespace

rows::Decoded columns_of(const physical::Fetch& fetch, const core::JsonArray& documents) {
  rows::Decoded out;
  for (const auto& column : fetch.columns)
    out.batch.columns.push_back(rows::make_column(catalog::text_of(column.path), column.type));
  const std::vector<bool> crossing = crossing_columns(fetch);
  std::size_t rows = 0;
  for (const Json& document : documents) {
    bool readable = true;
    for (std::size_t i = 0; i < fetch.columns.size() && readable; ++i)
      readable = append(out.batch.columns[i], document, fetch.columns[i].path, crossing[i]);
    if (readable) {
      ++rows;
      continue;
    }
    ++out.unreadable;
    for (auto& column : out.batch.columns)
      if (column.size() > rows || column.type.kind == core::Kind::array) cut_to(column, rows);
  }
  if (fetch.columns.empty()) out.batch.rows_without_columns = rows;
  return out;
}

}  // namespace recoupe::sources::mql
