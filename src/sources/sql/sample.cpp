#include "sources/sql/sample.hpp"

#include <algorithm>
#include <utility>

#include "sources/sql/value_form.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

constexpr std::int64_t probe_rows = 2'000;  // enough to see that a column has too many values to list

struct Distinct {
  std::vector<std::string> values;
  bool too_long = false;  // some value is longer than asked for
  bool more = false;      // there may be values beyond these
};

/// Gives the distinct values of the first rows; a value that is too long stands as NULL.
std::string distinct_query(const std::string& table, const std::string& column, const SampleRequest& request,
                           std::int64_t rows) {
  const std::string bytes = std::to_string(request.value_bytes_max);
  return "SELECT DISTINCT CASE WHEN octet_length(v) <= " + bytes + " THEN v END, count(*) OVER () FROM (SELECT DISTINCT v"
         " FROM (SELECT " + column + "::text AS v FROM " + table + " LIMIT " + std::to_string(rows) + ") AS some_rows"
         " WHERE v IS NOT NULL LIMIT " + std::to_string(request.values_max + 1) + ") AS some_values";
}

core::Result<Distinct> distinct_values(Statements& statements, const std::string& sql, const SampleRequest& request) {
  RECOUPE_TRY(found, statements.data_rows({sql, 2}));
  Distinct out;
  for (TextRow& row : found) {
    if (row[0]) {
      out.values.push_back(*std::move(row[0]));
    } else {
      out.too_long = true;
    }
  }
  std::ranges::sort(out.values);
  out.more = static_cast<std::int64_t>(out.values.size()) + (out.too_long ? 1 : 0) > request.values_max;
  out.values.resize(std::min(out.values.size(), static_cast<std::size_t>(request.values_max)));
  return out;
}

core::Result<Json> sample_column(Statements& statements, const SampleRequest& request, const std::string& name,
                                 std::int64_t row_count) {
  const std::string table = quoted_name(request.table);
  const std::string column = quoted_identifier(name);
  RECOUPE_TRY(found, distinct_values(statements, distinct_query(table, column, request, probe_rows), request));
  bool whole = row_count <= probe_rows;
  if (!found.more && !whole) {
    RECOUPE_TRY(all, distinct_values(statements, distinct_query(table, column, request, sample_rows_max), request));
    found = std::move(all);
    whole = row_count <= sample_rows_max;
  }
  Json values = Json::array();
  for (const std::string& value : found.values) values.push(cell_of(value, false));
  return Json::object({{"name", name}, {"values", std::move(values)}, {"whole", whole && !found.more && !found.too_long}});
}

}  // namespace

core::Result<core::Json> sample_columns(Statements& statements, const SampleRequest& request) {
  const std::string sql = "SELECT count(*) FROM (SELECT FROM " + quoted_name(request.table) + " LIMIT " +
                          std::to_string(sample_rows_max + 1) + ") AS some_rows";
  RECOUPE_TRY(counted, statements.data_rows({sql, 1}));
  const std::int64_t row_count = counted.empty() ? 0 : std::stoll(counted[0][0].value_or("0"));
  Json columns = Json::array();
  for (const std::string& name : request.columns) {
    RECOUPE_TRY(column, sample_column(statements, request, name, row_count));
    columns.push(std::move(column));
  }
  return Json::object({{"columns", std::move(columns)}});
}

}  // namespace recoupe::sources::sql
