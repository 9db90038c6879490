#include "sources/postgres/server/tools.hpp"

#include <utility>

#include "core/limits.hpp"
#include "mcp/tool_schema.hpp"
#include "sources/sql/sample.hpp"
#include "sources/postgres/tool_names.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;
using mcp::schema::text;
using mcp::schema::texts;
using mcp::schema::whole_number;
using mcp::schema::read_only;

constexpr const char* table_form = "schema.table, as in public.employees; parts with dots or quotes stand in double quotes";

}  // namespace

mcp::Tool list_tables_tool() {
  return read_only(tool::list_tables, "List tables", "Lists the tables and views that may be read, with their comments.",
                   Json::object(), Json::array());
}

mcp::Tool describe_tables_tool() {
  return read_only(tool::describe_tables, "Describe tables",
                   "Gives columns with types and comments, keys, foreign keys and row counts of tables.",
                   Json::object({{"tables", texts("The tables, each as schema.table; all that may be read when left out.")}}),
                   Json::array());
}

mcp::Tool sample_tool() {
  return read_only(
      tool::sample, "Sample values",
      "Gives distinct values of columns as text. \"whole\" tells whether these are all values of the column.",
      Json::object({{"table", text(table_form)},
                    {"columns", texts("The columns' names.")},
                    {"values_max", whole_number(sql::sample_values_max, "How many values of each column at most.")},
                    {"value_bytes_max", whole_number(sql::sample_value_bytes_max, "Longer values are left out.")}}),
      Json::array({"table", "columns"}));
}

mcp::Tool check_role_tool() {
  return read_only(tool::check_role, "Check the role",
                   "Names every privilege of the connected role beyond reading, and the GRANTs of a role that only reads.",
                   Json::object(), Json::array());
}

mcp::Tool count_tool() {
  return read_only(tool::count, "Count rows", "Counts the rows of a table exactly.",
                   Json::object({{"table", text(table_form)}}), Json::array({"table"}));
}

mcp::Tool query_tool() {
  return read_only(
      tool::query, "Query",
      "Runs one SELECT in a read-only snapshot and gives its first page. Tables are named as schema.table; only the usual "
      "functions and operators of PostgreSQL are allowed. Values come as text, exactly as PostgreSQL writes them in UTC. "
      "While \"complete\" is false, call next_page with the \"cursor\".",
      Json::object({{"sql", text("One SELECT, with $1, $2, … where parameters stand.")},
                    {"parameters", Json::object({{"type", "array"},
                                                 {"description", "Values of $1, $2, …: text, number, boolean, null, or a "
                                                                 "list of texts. Cast them in the SQL where needed."}})},
                    {"page_rows", whole_number(core::limits::page_rows_max, "Rows of one page at most.")},
                    {"population", text("A table (schema.table) whose rows are counted in the same snapshot.")}}),
      Json::array({"sql"}));
}

mcp::Tool next_page_tool() {
  return read_only(tool::next_page, "Next page", "Gives the next page of a query, from the same snapshot.",
                   Json::object({{"cursor", text("The cursor that the page before gave.")}}), Json::array({"cursor"}));
}

mcp::Tool close_tool() {
  return read_only(tool::close, "Close", "Ends a query whose remaining pages are not wanted.",
                   Json::object({{"cursor", text("The cursor that the last page gave.")}}), Json::array({"cursor"}));
}

}  // namespace recoupe::sources::postgres
