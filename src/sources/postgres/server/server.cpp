#include "sources/postgres/server/server.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "sources/postgres/server/open_queries.hpp"
#include "sources/postgres/server/role.hpp"
#include "sources/postgres/server/session_statements.hpp"
#include "sources/postgres/server/tool_arguments.hpp"
#include "sources/postgres/server/tools.hpp"
#include "sources/sql/describe.hpp"
#include "sources/sql/sample.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;
using core::Result;

constexpr const char* version = "0.1.0";
constexpr const char* instructions =
    "Reads one PostgreSQL database and never writes. Start with list_tables and describe_tables, then ask with query.";

/// What the tools share. The queries stand after the sessions that they borrow from, so that they go first.
class Database {
 public:
  Database(ConnectionOptions options, const SessionLimits& limits) : sessions_(std::move(options), limits) {}

  Result<Json> list(const Json&, const core::Cancel& cancel) {
    RECOUPE_TRY(session, BorrowedSession::from(sessions_, cancel));
    SessionStatements statements(*session, cancel);
    return sql::list_tables(statements);
  }

  Result<Json> describe(const Json& json, const core::Cancel& cancel) {
    const ToolArguments arguments(json);
    std::vector<sql::QualifiedName> names;
    if (arguments.has("tables")) {
      RECOUPE_TRY(tables, arguments.tables("tables"));
      names = std::move(tables);
      if (names.empty()) return Json::object({{"tables", Json::array()}});
    }
    RECOUPE_TRY(session, BorrowedSession::from(sessions_, cancel));
    SessionStatements statements(*session, cancel);
    return sql::describe_tables(statements, names);
  }

  Result<Json> sample(const Json& json, const core::Cancel& cancel) {
    const ToolArguments arguments(json);
    RECOUPE_TRY(table, arguments.table("table"));
    RECOUPE_TRY(columns, arguments.texts("columns"));
    RECOUPE_TRY(values_max, arguments.count("values_max", sql::sample_values_max));
    RECOUPE_TRY(value_bytes_max, arguments.count("value_bytes_max", sql::sample_value_bytes_max));
    RECOUPE_TRY(session, BorrowedSession::from(sessions_, cancel));
    SessionStatements statements(*session, cancel);
    return sql::sample_columns(statements, {std::move(table), std::move(columns), values_max, value_bytes_max});
  }

  Result<Json> role(const Json&, const core::Cancel& cancel) {
    RECOUPE_TRY(session, BorrowedSession::from(sessions_, cancel));
    return check_role(*session, cancel);
  }

  Result<Json> count(const Json& json, const core::Cancel& cancel) {
    RECOUPE_TRY(table, ToolArguments(json).table("table"));
    RECOUPE_TRY(session, BorrowedSession::from(sessions_, cancel));
    RECOUPE_TRY(snapshot, snapshot_of(*session, cancel));
    SessionStatements statements(*session, cancel);
    RECOUPE_TRY(counted, sql::count_rows(statements, table));
    return Json::object({{"count", counted}, {"snapshot", std::move(snapshot)}});
  }

  Result<Json> query(const Json& json, const core::Cancel& cancel) {
    const ToolArguments arguments(json);
    QueryRequest request;
    RECOUPE_TRY(sql, arguments.text("sql"));
    RECOUPE_TRY(parameters, arguments.parameters("parameters"));
    RECOUPE_TRY(page_rows, arguments.count("page_rows", core::limits::page_rows_max));
    request.sql = std::move(sql);
    request.parameters = std::move(parameters);
    request.page_rows = page_rows;
    if (arguments.has("population")) {
      RECOUPE_TRY(population, arguments.table("population"));
      request.population = std::move(population);
    }
    return queries_.open(sessions_, request, cancel);
  }

  Result<Json> next_page(const Json& json, const core::Cancel& cancel) {
    RECOUPE_TRY(cursor, ToolArguments(json).text("cursor"));
    return queries_.next_page(cursor, cancel);
  }

  Result<Json> close(const Json& json, const core::Cancel&) {
    RECOUPE_TRY(cursor, ToolArguments(json).text("cursor"));
    return Json::object({{"closed", queries_.close(cursor)}});
  }

 private:
  Sessions sessions_;
  OpenQueries queries_;
};

using Method = Result<Json> (Database::*)(const Json& arguments, const core::Cancel& cancel);

mcp::ServedTool served(mcp::Tool tool, const std::shared_ptr<Database>& database, Method method) {
  return {std::move(tool), [database, method](const Json& arguments, const mcp::CallContext& context) -> Result<mcp::ToolResult> {
            RECOUPE_TRY(answer, ((*database).*method)(arguments, context.cancel));
            return mcp::structured_result(std::move(answer));
          }};
}

std::string uri_among(const Variables& variables) {
  const auto found = std::ranges::find(variables, "POSTGRES_URI", &Variables::value_type::first);
  return found == variables.end() ? std::string() : found->second;
}

}  // namespace

core::Result<std::shared_ptr<const mcp::Server>> make_server(const std::string& uri, const Variables& variables,
                                                             const SessionLimits& limits) {
  RECOUPE_TRY(options, connection_options(uri.empty() ? uri_among(variables) : uri, variables));
  const auto database = std::make_shared<Database>(std::move(options), limits);
  auto server = std::make_shared<mcp::Server>();
  server->self = {std::string(server_name), version};
  server->instructions = instructions;
  server->tools = {served(list_tables_tool(), database, &Database::list),
                   served(describe_tables_tool(), database, &Database::describe),
                   served(sample_tool(), database, &Database::sample),
                   served(check_role_tool(), database, &Database::role),
                   served(count_tool(), database, &Database::count),
                   served(query_tool(), database, &Database::query),
                   served(next_page_tool(), database, &Database::next_page),
                   served(close_tool(), database, &Database::close)};
  return server;
}

}  // namespace recoupe::sources::postgres
