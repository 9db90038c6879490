// Statements whose whole answer is one JSON text that PostgreSQL itself makes, for servers that take SQL text alone and whose
// own output would change values. Takes what to read, gives SQL; takes the text that came back, gives its JSON.
// Included by the carried compiler, decoder and reader.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"
#include "sources/sql/select.hpp"
#include "sources/sql/statements.hpp"

namespace recoupe::sources::sql {

inline constexpr std::string_view carried_column = "recoupe";  // the one column of the one row

/// What a page of a fetch is made of; kept from one page to the next.
struct PageForm {
  std::vector<std::string> cells;  // texts, the key's last
  std::string source;              // " FROM … WHERE …", with $1, $2, … where parameters stand
  std::string key_source;          // the same for the pages after the first: room for one more condition is behind it
  std::vector<SqlColumn> key;      // by which pages follow each other; none: rows are put in the order of their text
  std::string population;          // a table whose rows are counted too, or ""
  core::Json parameters;
};

/// Where a page begins.
struct PageStart {
  core::JsonArray after;     // the key of the row before; empty: the beginning
  std::int64_t skipped = 0;  // rows before it, where there is no key
  std::string snapshot;      // where there is no key, pages must see the same; "": the first page
};

/// Chooses the form: pages follow a key that is never NULL and compares the same everywhere, where the table has one.
PageForm page_form(const physical::Fetch& fetch, const Select& select);

/// Writes the SQL of one page, with $1, $2, … and their values.
std::string page_sql(const PageForm& form, const PageStart& start, core::Json& parameters);

/// Writes the SQL of a query whose rows are few.
std::string rows_sql(const Query& query);

/// Reads "<bytes> <JSON>" as it came back. Errors: `server_protocol` where it was cut or changed on the way.
core::Result<core::Json> body_of(const std::string& text, const std::string& server);

}  // namespace recoupe::sources::sql
