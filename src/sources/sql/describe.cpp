#include "sources/sql/describe.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "sources/sql/refusals.hpp"
#include "sources/sql/table_name.hpp"
#include "sources/sql/value_form.hpp"

namespace recoupe::sources::sql {
namespace {

using core::Json;

// Every query below reads "shown": the tables that this user may read. $1 and $2 narrow it to schemas and names.
const std::string shown_tables =
    "WITH shown AS (SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')"
    " AND ($1::text[] IS NULL OR (n.nspname, c.relname) IN (SELECT * FROM ROWS FROM (unnest($1::text[]), unnest($2::text[])))))";

const Query tables_query = {shown_tables +
    " SELECT nspname, relname, CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'"
    " WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END,"
    " (SELECT description FROM pg_description WHERE objoid = shown.oid AND classoid = 'pg_class'::regclass AND objsubid = 0),"
    " CASE WHEN relkind = 'p' THEN (WITH RECURSIVE part(o) AS (SELECT shown.oid UNION ALL"
    " SELECT i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.o)"
    " SELECT sum(pg_relation_size(part.o)) FROM part JOIN pg_class c ON c.oid = part.o WHERE c.relkind = 'r')"
    " WHEN relkind IN ('r', 'm') THEN pg_relation_size(oid) END,"
    " CASE WHEN relkind IN ('r', 'p', 'm', 'f') AND reltuples >= 0 THEN reltuples::int8 END"
    " FROM shown ORDER BY nspname COLLATE \"C\", relname COLLATE \"C\"", 6};

// A domain shows what it stands on: "email (text)". Types of other schemas stand without their schema.
const Query columns_query = {shown_tables +
    " SELECT s.nspname, s.relname, a.attname,"
    " CASE WHEN t.typtype = 'd' THEN t.typname || ' (' || format_type(b.oid, NULL) || ')'"
    " WHEN tn.nspname = 'pg_catalog' THEN format_type(a.atttypid, a.atttypmod)"
    " WHEN e.oid IS NOT NULL THEN e.typname || '[]' ELSE t.typname::text END,"
    " coalesce(e.typname, b.typname), e.oid IS NOT NULL, coalesce(e.typtype, b.typtype) = 'e', NOT a.attnotnull,"
    " (SELECT description FROM pg_description WHERE objoid = s.oid AND classoid = 'pg_class'::regclass AND objsubid = a.attnum)"
    " FROM shown s JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_type t ON t.oid = a.atttypid"
    " JOIN LATERAL (WITH RECURSIVE d(o) AS (SELECT t.oid UNION ALL"
    " SELECT y.typbasetype FROM d JOIN pg_type y ON y.oid = d.o WHERE y.typtype = 'd')"
    " SELECT y.* FROM d JOIN pg_type y ON y.oid = d.o WHERE y.typtype <> 'd') b ON true"
    " LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typoutput = 'array_out'::regproc"
    " JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)"
    " WHERE has_column_privilege(s.oid, a.attnum, 'SELECT')"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", a.attnum", 9};

// Unique over all rows and plain columns; the primary key first.
const Query keys_query = {shown_tables +
    " SELECT s.nspname, s.relname, (SELECT array_agg(a.attname::text ORDER BY k.i)"
    " FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, i) JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum = k.n"
    " WHERE k.i <= i.indnkeyatts)"
    " FROM shown s JOIN pg_index i ON i.indrelid = s.oid"
    " WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", i.indisprimary DESC, i.indexrelid", 3};

const Query foreign_keys_query = {shown_tables +
    " SELECT s.nspname, s.relname,"
    " (SELECT array_agg(a.attname::text ORDER BY k.i) FROM unnest(f.conkey) WITH ORDINALITY k(n, i)"
    " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n),"
    " fn.nspname, fc.relname,"
    " (SELECT array_agg(a.attname::text ORDER BY k.i) FROM unnest(f.confkey) WITH ORDINALITY k(n, i)"
    " JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n)"
    " FROM shown s JOIN pg_constraint f ON f.conrelid = s.oid AND f.contype = 'f' AND f.conparentid = 0"
    " JOIN pg_class fc ON fc.oid = f.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace"
    " ORDER BY s.nspname COLLATE \"C\", s.relname COLLATE \"C\", f.conname COLLATE \"C\"", 6};

std::int64_t number_in(const Text& text, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

/// PostgreSQL writes a truth value as "t", and as "true" where it is cast to text.
bool is_true(const Text& text) { return text == "t" || text == "true"; }

Json names_in(const Text& text) {
  auto names = text ? array_of_text(*text) : std::nullopt;
  return names ? *std::move(names) : Json::array();
}

TextRow narrowed_to(const std::vector<QualifiedName>& names) {
  if (names.empty()) return {std::nullopt, std::nullopt};
  Json schemas = Json::array();
  Json tables = Json::array();
  for (const QualifiedName& name : names) {
    schemas.push(name.schema);
    tables.push(name.name);
  }
  return {text_of_array(schemas), text_of_array(tables)};
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

core::Result<Description> describe_parts(Statements& statements, const TextRow& narrowed) {
  Description out;
  RECOUPE_TRY(columns, statements.catalog_rows(columns_query, narrowed));
  for (const TextRow& row : columns) {
    part_of(out.columns, row).push(Json::object({{"name", row[2].value_or("")},
                                                 {"native_type", row[3].value_or("")},
                                                 {"base_type", row[4].value_or("")},
                                                 {"is_array", is_true(row[5])},
                                                 {"is_enum", is_true(row[6])},
                                                 {"nullable", is_true(row[7])},
                                                 {"comment", row[8].value_or("")}}));
  }
  RECOUPE_TRY(keys, statements.catalog_rows(keys_query, narrowed));
  for (const TextRow& row : keys) part_of(out.keys, row).push(names_in(row[2]));
  RECOUPE_TRY(foreign, statements.catalog_rows(foreign_keys_query, narrowed));
  for (const TextRow& row : foreign) {
    part_of(out.foreign_keys, row).push(Json::object({{"columns", names_in(row[2])},
                                                      {"schema", row[3].value_or("")},
                                                      {"table", row[4].value_or("")},
                                                      {"references", names_in(row[5])}}));
  }
  return out;
}

/// Counts where that is cheap, else tells the planner's estimate; -1: not known.
core::Status set_row_count(Statements& statements, const TextRow& table, Json& out) {
  const std::int64_t bytes = number_in(table[4], -1);
  const bool cheap = bytes >= 0 && bytes <= exact_count_bytes_max;
  std::int64_t count = number_in(table[5], -1);
  if (cheap) {
    RECOUPE_TRY(exact, count_rows(statements, {table[0].value_or(""), table[1].value_or("")}));
    count = exact;
  }
  out.set("row_count", count);
  out.set("row_count_exact", cheap);
  return {};
}

}  // namespace

core::Result<std::int64_t> count_rows(Statements& statements, const QualifiedName& table) {
  RECOUPE_TRY(found, statements.data_rows({"SELECT count(*) FROM " + quoted_name(table), 1}));
  const std::int64_t count = found.empty() || found[0].empty() ? -1 : number_in(found[0][0], -1);
  if (count >= 0) return count;
  return core::fail(internal_error({"a count is no number", "un décompte n'est pas un nombre"}));
}

core::Result<core::Json> list_tables(Statements& statements) {
  RECOUPE_TRY(found, statements.catalog_rows(tables_query, narrowed_to({})));
  Json tables = Json::array();
  for (const TextRow& row : found) {
    tables.push(Json::object({{"schema", row[0].value_or("")},
                              {"name", row[1].value_or("")},
                              {"kind", row[2].value_or("")},
                              {"comment", row[3].value_or("")}}));
  }
  RECOUPE_TRY(version, statements.catalog_rows({"SELECT current_setting('server_version')", 1}, {}));
  const std::string number = version.empty() ? "" : version[0][0].value_or("");
  return Json::object({{"tables", std::move(tables)}, {"product", "PostgreSQL " + number.substr(0, number.find(' '))}});
}

core::Result<core::Json> describe_tables(Statements& statements, const std::vector<QualifiedName>& names) {
  const TextRow narrowed = narrowed_to(names);
  RECOUPE_TRY(found, statements.catalog_rows(tables_query, narrowed));
  RECOUPE_TRY(parts, describe_parts(statements, narrowed));
  Json tables = Json::array();
  for (const TextRow& row : found) {
    Json table = Json::object({{"schema", row[0].value_or("")},
                               {"name", row[1].value_or("")},
                               {"kind", row[2].value_or("")},
                               {"comment", row[3].value_or("")}});
    RECOUPE_CHECK(set_row_count(statements, row, table));
    table.set("columns", std::move(part_of(parts.columns, row)));
    table.set("keys", std::move(part_of(parts.keys, row)));
    table.set("foreign_keys", std::move(part_of(parts.foreign_keys, row)));
    tables.push(std::move(table));
  }
  return Json::object({{"tables", std::move(tables)}});
}

}  // namespace recoupe::sources::sql
