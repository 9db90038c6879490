#include "sources/postgres/server/sample.hpp"

#include <algorithm>
#include <utility>

#include "sources/postgres/server/admission.hpp"
#include "sources/postgres/server/open_query.hpp"
#include "sources/sql/value_form.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::postgres {
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

core::Result<Distinct> distinct_values(Session& session, const std::string& sql, const SampleRequest& request,
                                       const core::Cancel& cancel) {
  RECOUPE_CHECK(admit(session, sql, cancel));
  RECOUPE_TRY(found, session.rows(sql, {}, cancel));
  Distinct out;
  for (TextRow& row : found.rows) {
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

core::Result<Json> sample_column(Session& session, const SampleRequest& request, const std::string& name,
                                 std::int64_t row_count, const core::Cancel& cancel) {
  const std::string table = sql::quoted_name(request.table);
  const std::string column = sql::quoted_identifier(name);
  RECOUPE_TRY(found, distinct_values(session, distinct_query(table, column, request, probe_rows), request, cancel));
  bool whole = row_count <= probe_rows;
  if (!found.more && !whole) {
    RECOUPE_TRY(all, distinct_values(session, distinct_query(table, column, request, sample_rows_max), request, cancel));
    found = std::move(all);
    whole = row_count <= sample_rows_max;
  }
  Json values = Json::array();
  for (const std::string& value : found.values) values.push(sql::cell_of(value, false));
  return Json::object({{"name", name}, {"values", std::move(values)}, {"whole", whole && !found.more && !found.too_long}});
}

}  // namespace

core::Result<core::Json> sample_columns(Session& session, const SampleRequest& request, const core::Cancel& cancel) {
  const std::string sql = "SELECT count(*) FROM (SELECT FROM " + sql::quoted_name(request.table) + " LIMIT " +
                          std::to_string(sample_rows_max + 1) + ") AS some_rows";
  RECOUPE_CHECK(admit(session, sql, cancel));
  RECOUPE_TRY(counted, session.rows(sql, {}, cancel));
  const std::int64_t row_count = counted.rows.empty() ? 0 : std::stoll(counted.rows[0][0].value_or("0"));
  Json columns = Json::array();
  for (const std::string& name : request.columns) {
    RECOUPE_TRY(column, sample_column(session, request, name, row_count, cancel));
    columns.push(std::move(column));
  }
  return Json::object({{"columns", std::move(columns)}});
}

}  // namespace recoupe::sources::postgres
