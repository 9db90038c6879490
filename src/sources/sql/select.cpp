#include "sources/sql/select.hpp"

#include <utility>

#include "core/limits.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::sql {
namespace {

constexpr std::int64_t counted_per_keys_max = 1'000'000;  // larger tables aren't counted again for each list of keys

bool is_ordered_alike(const SqlColumn& column) {
  switch (column.kind) {
    case NativeKind::boolean:
    case NativeKind::integer:
    case NativeKind::numeric:
    case NativeKind::date:
    case NativeKind::timestamptz:
    case NativeKind::timestamp: return !column.is_array();
    default: return false;
  }
}

}  // namespace

core::Result<Select> Select::of(const physical::Fetch& fetch, const rows::Column* keys) {
  Select select(fetch);
  select.table_ = quoted_name({fetch.table->schema, fetch.table->name});
  select.counts_population_ = !keys || fetch.table->row_count <= counted_per_keys_max;
  RECOUPE_CHECK(select.find_columns());
  select.push_filters();
  select.push_keys(keys);
  select.push_limit();
  return select;
}

core::Status Select::find_columns() {
  auto read = cells_read(*fetch_);
  if (!read) {
    return core::fail(internal_error({"a fetch asks for a column that its table does not have",
                                      "une lecture demande une colonne que sa table n'a pas"}));
  }
  columns_ = std::move(read->cells);
  return {};
}

void Select::require(const std::string& sql) { where_ += (where_.empty() ? " WHERE " : " AND ") + sql; }

void Select::push_filters() {
  for (std::size_t i = 0; i < fetch_->filters.size(); ++i) {
    const auto sql = predicates_.condition(fetch_->filters[i], Fidelity::superset);
    pushed_.filters.push_back(sql.has_value());
    if (sql) require(*sql);
    if (!sql) pushed_.reasons.push_back("filter " + std::to_string(i + 1) + ": " + predicates_.why());
    if (!sql || !is_exact(fetch_->filters[i])) all_exact_ = false;
  }
}

void Select::push_keys(const rows::Column* keys) {
  if (!keys || !fetch_->keys) return;
  const auto sql = predicates_.is_one_of(fetch_->keys->target, *keys, pushed_.keys_exact);
  pushed_.keys = sql.has_value();
  all_exact_ = false;
  if (sql) require(*sql);
  if (!sql) pushed_.reasons.push_back("keys: " + predicates_.why());
}

void Select::leave_limit(std::string why) { pushed_.reasons.push_back("limit: " + std::move(why)); }

/// The first rows, and those that tie with the last of them: which of these come first is decided locally.
void Select::push_limit() {
  if (!fetch_->limit || fetch_->order.empty()) return;
  std::string order;
  for (const physical::OrderHint& hint : fetch_->order) {
    const auto column = sql_column(*fetch_, hint.column);
    if (!column || !is_ordered_alike(*column)) return leave_limit("the server could order a column otherwise");
    order += (order.empty() ? " ORDER BY " : ", ") + column->quoted + (hint.descending ? " DESC" : "") + " NULLS LAST";
  }
  if (!all_exact_) return leave_limit("a filter is worked out locally");
  if (!leave_out_unreadable()) return leave_limit("a column may hold values that can't be read");
  limit_ = order + " FETCH FIRST " + std::to_string(*fetch_->limit) + " ROWS WITH TIES";
  pushed_.limit = true;
}

bool Select::is_exact(const plan::Expr& filter) const {
  Predicates scratch(*fetch_);
  return scratch.condition(filter, Fidelity::exact).has_value();
}

/// A row that can't be read must not take the place of one that can: infinite dates and times.
bool Select::leave_out_unreadable() {
  for (const SqlColumn& column : columns_) {
    if (column.is_array() || column.kind == NativeKind::jsonb) return false;
  }
  for (const SqlColumn& column : columns_) {
    const bool is_time = column.kind == NativeKind::date || column.kind == NativeKind::timestamptz ||
                         column.kind == NativeKind::timestamp;
    if (is_time) require("(isfinite(" + column.quoted + ") OR " + column.quoted + " IS NULL)");
  }
  return true;
}

std::string shown_statement(const std::string& sql, const core::Json& parameters) {
  std::string out = sql;
  const auto& values = *parameters.if_array();
  for (std::size_t i = 0; i < values.size(); ++i) out += "\n-- $" + std::to_string(i + 1) + " = " + values[i].dump();
  return out;
}

bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) {
  if (!fetch.keys || key_count > core::limits::keys_pushed_max) return false;
  Predicates probe(fetch);
  bool exact = false;
  if (!probe.is_one_of(fetch.keys->target, rows::make_column("key", fetch.keys->target.type), exact)) return false;
  if (!exact && key_count > core::limits::keys_per_call_max) return false;
  const std::int64_t row_count = fetch.table->row_count;
  if (row_count < 0) return true;
  const std::int64_t lists = (key_count + core::limits::keys_per_call_max - 1) / core::limits::keys_per_call_max;
  constexpr std::int64_t rows_looked_at_per_row_sent = 10;
  return key_count + lists * (row_count / rows_looked_at_per_row_sent) < row_count;
}

}  // namespace recoupe::sources::sql
