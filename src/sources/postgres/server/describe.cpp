#include "sources/postgres/server/describe.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "sources/postgres/server/open_query.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

// Every query below reads "shown": the tables that this user may read. $1 and $2 narrow it to schemas and names.
const std::string shown_tables =
    "WITH shown AS (SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')"
    " AND ($1::text[] IS NULL OR (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))))";

const std::string tables_query = shown_tables +
    " SELECT nspname, relname, CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'"
    " WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END, obj_description(oid, 'pg_class'),"
    " CASE WHEN relkind = 'p' THEN (SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(shown.oid) WHERE isleaf)"
    " WHEN relkind IN ('r', 'm') THEN pg_relation_size(oid) END,"
    " CASE WHEN relkind IN ('r', 'p', 'm', 'f') AND reltuples >= 0 THEN reltuples::int8 END"
    " FROM shown ORDER BY nspname COLLATE \"C\", relname COLLATE \"C\"";

// A domain shows what it stands on: "email (text)". Types of other schemas stand without their schema.
const std::string columns_query = shown_tables +
    " SELECT s.nspname, s.relname, a.attname,"
    " CASE WHEN t.typtype = 'd' THEN t.typname || ' (' || format_type(b.oid, NULL) || ')'"
    " WHEN tn.nspname = 'pg_catalog' THEN format_type(a.atttypid, a.atttypmod)"
    " WHEN e.oid IS NOT NULL THEN e.typname || '[]' ELSE t.typname::text END,"
    " coalesce(e.typname, b.typname), e.oid IS NOT NULL, coalesce(e.typtype, b.typtype) = 'e', NOT a.attnotnull,"
    " col_description(s.oid, a.attnum)"
    " FROM shown s JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_type t ON t.oid = a.atttypid"
    " JOIN LATERAL (WITH RECURSIVE d(o) AS (SELECT t.oid UNION ALL"
    " SELECT y.typbasetype FROM d JOIN pg_type y ON y.oid = d.o WHERE y.typtype = 'd')"
    " SELECT y.* FROM d JOIN pg_type y ON y.oid = d.o WHERE y.typtype <> 'd') b ON true"
    " LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typoutput = 'array_out'::regproc"
    " JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)"
    " WHERE has_column_privilege(s.oid, a.attnum, 'SELECT')"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", a.attnum";

// Unique over all rows and plain columns; the primary key first.
const std::string keys_query = shown_tables +
    " SELECT s.nspname, s.relname, (SELECT array_agg(a.attname::text ORDER BY k.i)"
    " FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, i) JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum = k.n"
    " WHERE k.i <= i.indnkeyatts)"
    " FROM shown s JOIN pg_index i ON i.indrelid = s.oid"
    " WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", i.indisprimary DESC, i.indexrelid";

const std::string foreign_keys_query = shown_tables +
    " SELECT s.nspname, s.relname,"
    " (SELECT array_agg(a.attname::text ORDER BY k.i) FROM unnest(f.conkey) WITH ORDINALITY k(n, i)"
    " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n),"
    " fn.nspname, fc.relname,"
    " (SELECT array_agg(a.attname::text ORDER BY k.i) FROM unnest(f.confkey) WITH ORDINALITY k(n, i)"
    " JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n)"
    " FROM shown s JOIN pg_constraint f ON f.conrelid = s.oid AND f.contype = 'f'"
    " JOIN pg_class fc ON fc.oid = f.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", f.conname COLLATE \"C\"";

std::int64_t number_in(const Text& text, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

Json names_in(const Text& text) {
  auto names = text ? sql::array_of_text(*text) : std::nullopt;
  return names ? *std::move(names) : Json::array();
}

TextRow narrowed_to(const std::vector<sql::QualifiedName>& names) {
  if (names.empty()) return {std::nullopt, std::nullopt};
  Json schemas = Json::array();
  Json tables = Json::array();
  for (const sql::QualifiedName& name : names) {
    schemas.push(name.schema);
    tables.push(name.name);
  }
  return {sql::text_of_array(schemas), sql::text_of_array(tables)};
}

/// The parts of each table's description, gathered by its name.
using Parts = std::map<std::pair<std::string, std::string>, Json>;

Json& part_of(Parts& parts, const TextRow& row) {
  return parts.try_emplace({row[0].value_or(""), row[1].value_or("")}, Json::array()).first->second;
}

struct Description {
  Parts columns;
  Parts keys;
  Parts foreign_keys;
};

core::Result<Description> describe_parts(Session& session, const TextRow& narrowed, const core::Cancel& cancel) {
  Description out;
  RECOUPE_TRY(columns, session.rows(columns_query, narrowed, cancel));
  for (const TextRow& row : columns.rows) {
    part_of(out.columns, row).push(Json::object({{"name", row[2].value_or("")},
                                                 {"native_type", row[3].value_or("")},
                                                 {"base_type", row[4].value_or("")},
                                                 {"is_array", row[5] == "t"},
                                                 {"is_enum", row[6] == "t"},
                                                 {"nullable", row[7] == "t"},
                                                 {"comment", row[8].value_or("")}}));
  }
  RECOUPE_TRY(keys, session.rows(keys_query, narrowed, cancel));
  for (const TextRow& row : keys.rows) part_of(out.keys, row).push(names_in(row[2]));
  RECOUPE_TRY(foreign, session.rows(foreign_keys_query, narrowed, cancel));
  for (const TextRow& row : foreign.rows) {
    part_of(out.foreign_keys, row).push(Json::object({{"columns", names_in(row[2])},
                                                      {"schema", row[3].value_or("")},
                                                      {"table", row[4].value_or("")},
                                                      {"references", names_in(row[5])}}));
  }
  return out;
}

/// Counts where that is cheap, else tells the planner's estimate; -1: not known.
core::Status set_row_count(Session& session, const TextRow& table, Json& out, const core::Cancel& cancel) {
  const std::int64_t bytes = number_in(table[4], -1);
  const bool cheap = bytes >= 0 && bytes <= exact_count_bytes_max;
  std::int64_t count = number_in(table[5], -1);
  if (cheap) {
    RECOUPE_TRY(exact, count_rows(session, {table[0].value_or(""), table[1].value_or("")}, cancel));
    count = exact;
  }
  out.set("row_count", count);
  out.set("row_count_exact", cheap);
  return {};
}

}  // namespace

core::Result<core::Json> list_tables(Session& session, const core::Cancel& cancel) {
  RECOUPE_TRY(found, session.rows(tables_query, narrowed_to({}), cancel));
  Json tables = Json::array();
  for (const TextRow& row : found.rows) {
    tables.push(Json::object({{"schema", row[0].value_or("")},
                              {"name", row[1].value_or("")},
                              {"kind", row[2].value_or("")},
                              {"comment", row[3].value_or("")}}));
  }
  RECOUPE_TRY(version, session.rows("SELECT current_setting('server_version')", {}, cancel));
  const std::string number = version.rows.empty() ? "" : version.rows[0][0].value_or("");
  return Json::object({{"tables", std::move(tables)}, {"product", "PostgreSQL " + number.substr(0, number.find(' '))}});
}

core::Result<core::Json> describe_tables(Session& session, const std::vector<sql::QualifiedName>& names,
                                         const core::Cancel& cancel) {
  const TextRow narrowed = narrowed_to(names);
  RECOUPE_TRY(found, session.rows(tables_query, narrowed, cancel));
  RECOUPE_TRY(parts, describe_parts(session, narrowed, cancel));
  Json tables = Json::array();
  for (const TextRow& row : found.rows) {
    Json table = Json::object({{"schema", row[0].value_or("")},
                               {"name", row[1].value_or("")},
                               {"kind", row[2].value_or("")},
                               {"comment", row[3].value_or("")}});
    RECOUPE_CHECK(set_row_count(session, row, table, cancel));
    table.set("columns", std::move(part_of(parts.columns, row)));
    table.set("keys", std::move(part_of(parts.keys, row)));
    table.set("foreign_keys", std::move(part_of(parts.foreign_keys, row)));
    tables.push(std::move(table));
  }
  return Json::object({{"tables", std::move(tables)}});
}

}  // namespace recoupe::sources::postgres
