#include "sources/sql/carried.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/limits.hpp"
#include "sources/sql/native_type.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/table_name.hpp"
#include "sources/sql/text_cell.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

constexpr std::int64_t counted_rows_max = 10'000'000;  // a larger table's count could outlast the server's patience

// What the length of the text says about what came back: whether it is whole.
const std::string head = "SELECT octet_length(convert_to(body, 'UTF8'))::text || ' ' || body AS recoupe FROM (SELECT ";
const std::string tail = ") AS reply";

constexpr const char* settings =
    "json_build_object('DateStyle', current_setting('DateStyle'), 'TimeZone', current_setting('TimeZone'),"
    " 'IntervalStyle', current_setting('IntervalStyle'), 'bytea_output', current_setting('bytea_output'),"
    " 'extra_float_digits', current_setting('extra_float_digits'), 'lc_monetary', current_setting('lc_monetary'))";

/// Gives the type that a key's text is read back as; "" where the key can't lead from page to page.
std::string key_type(const SqlColumn& column) {
  switch (column.kind) {
    case NativeKind::integer: return "int8";
    case NativeKind::numeric: return "numeric";
    case NativeKind::text: return "text";
    case NativeKind::date: return "date";
    case NativeKind::timestamptz: return "timestamptz";
    case NativeKind::timestamp: return "timestamp";
    case NativeKind::uuid: return "uuid";
    default: return {};
  }
}

std::optional<SqlColumn> key_column(const catalog::Table& table, const catalog::FieldPath& path) {
  const catalog::Field* field = table.find(path);
  if (!field || path.size() != 1 || field->nullable || field->type.kind == core::Kind::array) return std::nullopt;
  SqlColumn column{quoted_identifier(path[0]), field->native_type, kind_of(field->native_type), field->type};
  if (key_type(column).empty() || base_name(field->native_type) == "oid") return std::nullopt;
  return column;
}

std::vector<SqlColumn> key_of(const catalog::Table& table) {
  for (const auto& paths : table.keys) {
    std::vector<SqlColumn> columns;
    for (const catalog::FieldPath& path : paths) {
      if (auto column = key_column(table, path)) columns.push_back(*std::move(column));
    }
    if (!columns.empty() && columns.size() == paths.size()) return columns;
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// "(k1, k2) > ($5::int8, $6::text)"
std::string after_condition(const PageForm& form, const PageStart& start, Json& parameters) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < form.key.size(); ++i) {
    parameters.push(start.after[i]);
    names.push_back(form.key[i].quoted);
    values.push_back("$" + std::to_string(parameters.if_array()->size()) + "::" + key_type(form.key[i]));
  }
  if (names.size() == 1) return names[0] + " > " + values[0];
  return "(" + joined(names) + ") > (" + joined(values) + ")";
}

/// The rows of a page and one more, so that it is seen whether any follow.
std::string found_rows(const PageForm& form, const PageStart& start, Json& parameters) {
  const std::string count = std::to_string(core::limits::page_rows_max + 1);
  const std::string cells = "to_json(ARRAY[" + joined(form.cells) + "]::text[])";
  if (form.key.empty()) {
    return "SELECT cells, cells::text COLLATE \"C\" AS o1 FROM (SELECT " + cells + " AS cells" + form.source +
           ") AS source ORDER BY o1 OFFSET " + std::to_string(start.skipped) + " FETCH FIRST " + count + " ROWS ONLY";
  }
  std::vector<std::string> named;
  std::vector<std::string> order;
  for (std::size_t i = 0; i < form.key.size(); ++i) {
    named.push_back(form.key[i].quoted + " AS o" + std::to_string(i + 1));
    order.push_back(form.key[i].quoted);
  }
  const std::string source = start.after.empty() ? form.source : form.key_source + after_condition(form, start, parameters);
  return "SELECT " + cells + " AS cells, " + joined(named) + source + " ORDER BY " + joined(order) + " FETCH FIRST " + count +
         " ROWS ONLY";
}

core::Error cut_or_changed(const std::string& server) {
  return unexpected_reply(server,
                          {"the text that PostgreSQL made was cut or changed on the way",
                           "le texte produit par PostgreSQL a été coupé ou modifié en chemin"},
                          {"raise the server's own limits, or use `recoupe mcp postgres` as its command",
                           "relevez les limites de ce serveur, ou prenez `recoupe mcp postgres` comme commande"});
}

}  // namespace

PageForm page_form(const physical::Fetch& fetch, const Select& select) {
  PageForm form;
  form.key = key_of(*fetch.table);
  for (const SqlColumn& column : select.columns()) form.cells.push_back(text_cell(column).expression);
  for (const SqlColumn& column : form.key) form.cells.push_back(text_cell(column).expression);
  form.source = " FROM " + select.table() + select.where();
  form.key_source = form.source + (select.where().empty() ? " WHERE " : " AND ");
  if (!select.limit().empty()) {
    form.source = " FROM (SELECT *" + form.source + select.limit() + ") AS source";
    form.key_source = form.source + " WHERE ";
  }
  if (select.counts_population() && fetch.table->row_count <= counted_rows_max) form.population = select.table();
  form.parameters = select.parameters();
  return form;
}

std::string page_sql(const PageForm& form, const PageStart& start, core::Json& parameters) {
  parameters = form.parameters;
  std::string order = "o1";
  for (std::size_t i = 1; i < form.key.size(); ++i) order += ", o" + std::to_string(i + 1);
  const std::string rows = std::to_string(core::limits::page_rows_max);
  const std::string bytes = std::to_string(core::limits::page_bytes_max);
  std::string sql = head + "json_build_object('rows', coalesce(json_agg(cells ORDER BY n) FILTER (WHERE n <= " + rows +
                    " AND (n = 1 OR bytes <= " + bytes + ")), '[]'::json), 'found', count(*)";
  const bool is_first = start.after.empty() && start.skipped == 0;
  if (is_first && !form.population.empty()) sql += ", 'population', (SELECT count(*) FROM " + form.population + ")";
  sql += ", 'snapshot', pg_current_snapshot()::text, 'opened_at', to_json(transaction_timestamp()), 'settings', ";
  sql += settings;
  if (!start.snapshot.empty()) {
    const std::string found = found_rows(form, start, parameters);
    parameters.push(start.snapshot);
    sql += ", 'same', pg_current_snapshot()::text = $" + std::to_string(parameters.if_array()->size()) + "::text)::text AS body FROM (";
    return sql + "SELECT cells, count(*) OVER w AS n, sum(octet_length(cells::text)) OVER w AS bytes FROM (" + found +
           ") AS found WINDOW w AS (ORDER BY " + order + " ROWS UNBOUNDED PRECEDING)) AS page" + tail;
  }
  return sql + ")::text AS body FROM (SELECT cells, count(*) OVER w AS n, sum(octet_length(cells::text)) OVER w AS bytes FROM (" +
         found_rows(form, start, parameters) + ") AS found WINDOW w AS (ORDER BY " + order +
         " ROWS UNBOUNDED PRECEDING)) AS page" + tail;
}

std::string rows_sql(const Query& query) {
  std::vector<std::string> names;
  std::vector<std::string> cells;
  for (std::size_t i = 1; i <= query.column_count; ++i) {
    names.push_back("c" + std::to_string(i));
    cells.push_back("q.c" + std::to_string(i) + "::text");
  }
  return head + "json_build_object('rows', coalesce(json_agg(to_json(ARRAY[" + joined(cells) +
         "]::text[])), '[]'::json))::text AS body FROM (" + query.sql + ") AS q(" + joined(names) + ")" + tail;
}

core::Result<core::Json> body_of(const std::string& text, const std::string& server) {
  const std::size_t space = text.find(' ');
  std::size_t bytes = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  const bool is_whole = failure == std::errc() && space != std::string::npos && end == text.data() + space &&
                        text.size() - space - 1 == bytes;
  if (!is_whole) return core::fail(cut_or_changed(server));
  auto body = Json::parse(std::string_view(text).substr(space + 1));
  if (!body) return core::fail(cut_or_changed(server));
  return body;
}

}  // namespace recoupe::sources::sql
