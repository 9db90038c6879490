#include "sources/postgres/compiler.hpp"

#include <algorithm>
#include <utility>

#include "sources/postgres/tool_names.hpp"
#include "sources/sql/gate.hpp"
#include "sources/sql/native_type.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/select.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

core::Error unknown_tool(const std::string& name) {
  return sql::statement_refused({"the tool " + name + " is not one of recoupe's PostgreSQL server",
                                 "l'outil " + name + " n'est pas de ceux du serveur PostgreSQL de recoupe"},
                                {"use its tools list_tables, describe_tables, sample, count, query",
                                 "utilisez ses outils list_tables, describe_tables, sample, count, query"});
}

}  // namespace

core::Result<calls::CompiledFetch> Compiler::compile(const physical::Fetch& fetch, const rows::Column* keys) {
  RECOUPE_TRY(select, sql::Select::of(fetch, keys));
  std::string columns;
  for (const sql::SqlColumn& column : select.columns()) {
    columns += (columns.empty() ? " " : ", ") + sql::read_expression(column.quoted, column.native_type);
  }
  const std::string sql = "SELECT" + columns + " FROM " + select.table() + select.where() + select.limit();
  calls::CompiledFetch out;
  out.pushed = select.pushed();
  out.call.server = fetch.server;
  out.call.tool = tool::query;
  out.call.arguments = Json::object({{"sql", sql}});
  out.call.shape = sql;
  out.call.statement = sql::shown_statement(sql, select.parameters());
  if (!select.parameters().if_array()->empty()) out.call.arguments.set("parameters", select.parameters());
  if (select.counts_population()) out.call.arguments.set("population", select.table());
  return out;
}

std::optional<calls::ToolCall> Compiler::next_page(const calls::ToolCall& call, const core::Json& reply) {
  const Json* cursor = reply.find("cursor");
  if (reply.boolean("complete") || !cursor || !cursor->if_string()) return std::nullopt;
  calls::ToolCall next;
  next.server = call.server;
  next.tool = tool::next_page;
  next.arguments = Json::object({{"cursor", *cursor}});
  next.statement = next.shape = "-- next page";
  return next;
}

core::Status Compiler::gate(const calls::ToolCall& call) {
  if (std::ranges::find(tool::all, call.tool) == tool::all.end()) return core::fail(unknown_tool(call.tool));
  if (call.tool != tool::query) return {};
  const Json* population = call.arguments.find("population");
  if (population && (!population->if_string() || !sql::qualified_name(*population->if_string()))) {
    return core::fail(sql::statement_refused({"the population is no schema.table", "la population n'est pas schéma.table"},
                                             {"name one table", "nommez une table"}));
  }
  if (auto checked = sql::check_statement(call.arguments.text("sql")); !checked) {
    return core::fail(std::move(checked).error());
  }
  return {};
}

bool Compiler::keys_pay(const physical::Fetch& fetch, std::int64_t key_count) { return sql::keys_pay(fetch, key_count); }

}  // namespace recoupe::sources::postgres
