#include "sources/postgres/compiler.hpp"

#include <algorithm>
#include <utility>

#include "core/limits.hpp"
#include "sources/postgres/gate.hpp"
#include "sources/postgres/predicate.hpp"
#include "sources/postgres/refusals.hpp"
#include "sources/postgres/sql_column.hpp"
#include "sources/postgres/table_name.hpp"
#include "sources/postgres/tool_names.hpp"

namespace recoupe::sources::postgres {
namespace {

using core::Json;

constexpr std::int64_t counted_per_keys_max = 1'000'000;  // larger tables aren't counted again for each list of keys

/// Builds the one SELECT of a fetch.
class Select {
 public:
  explicit Select(const physical::Fetch& fetch) : fetch_(fetch), predicates_(fetch) {}

  core::Status columns() {
    for (std::size_t i = 0; i < fetch_.columns.size(); ++i) {
      const auto column = sql_column(fetch_, static_cast<int>(i));
      if (!column) {
        return core::fail(internal_error({"a fetch asks for a column that its table does not have",
                                          "une lecture demande une colonne que sa table n'a pas"}));
      }
      select_ += (i == 0 ? " " : ", ") + read_expression(column->quoted, column->native_type);
    }
    return {};
  }

  void filters() {
    for (std::size_t i = 0; i < fetch_.filters.size(); ++i) {
      const auto sql = predicates_.condition(fetch_.filters[i], Fidelity::superset);
      pushed_.filters.push_back(sql.has_value());
      if (sql) require(*sql);
      if (!sql) pushed_.reasons.push_back("filter " + std::to_string(i + 1) + ": " + predicates_.why());
      if (!sql || !is_exact(fetch_.filters[i])) all_exact_ = false;
    }
  }

  void keys(const rows::Column* keys) {
    if (!keys || !fetch_.keys) return;
    const auto sql = predicates_.is_one_of(fetch_.keys->target, *keys, pushed_.keys_exact);
    pushed_.keys = sql.has_value();
    all_exact_ = false;
    if (sql) require(*sql);
    if (!sql) pushed_.reasons.push_back("keys: " + predicates_.why());
  }

  /// The first rows, and those that tie with the last of them: which of these come first is decided locally.
  void limit() {
    if (!fetch_.limit || fetch_.order.empty()) return;
    std::string order;
    for (const physical::OrderHint& hint : fetch_.order) {
      const auto column = sql_column(fetch_, hint.column);
      if (!column || !is_ordered_alike(*column)) return leave_limit("the server could order a column otherwise");
      order += (order.empty() ? " ORDER BY " : ", ") + column->quoted + (hint.descending ? " DESC" : "") + " NULLS LAST";
    }
    if (!all_exact_) return leave_limit("a filter is worked out locally");
    if (!leave_out_unreadable()) return leave_limit("a column may hold values that can't be read");
    limit_ = order + " FETCH FIRST " + std::to_string(*fetch_.limit) + " ROWS WITH TIES";
    pushed_.limit = true;
  }

  calls::CompiledFetch finish(bool counts_population) && {
    const QualifiedName table{fetch_.table->schema, fetch_.table->name};
    const std::string sql = "SELECT" + select_ + " FROM " + quoted_name(table) + where_ + limit_;
    calls::CompiledFetch out;
    out.pushed = std::move(pushed_);
    out.call.server = fetch_.server;
    out.call.tool = tool::query;
    out.call.arguments = Json::object({{"sql", sql}});
    out.call.shape = sql;
    out.call.statement = sql;
    const auto& parameters = *predicates_.parameters().if_array();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      out.call.statement += "\n-- $" + std::to_string(i + 1) + " = " + parameters[i].dump();
    }
    if (!parameters.empty()) out.call.arguments.set("parameters", predicates_.parameters());
    if (counts_population) out.call.arguments.set("population", quoted_name(table));
    return out;
  }

 private:
  void require(const std::string& sql) { where_ += (where_.empty() ? " WHERE " : " AND ") + sql; }

  void leave_limit(std::string why) { pushed_.reasons.push_back("limit: " + std::move(why)); }

  bool is_exact(const plan::Expr& filter) {
    Predicates scratch(fetch_);
    return scratch.condition(filter, Fidelity::exact).has_value();
  }

  static bool is_ordered_alike(const SqlColumn& column) {
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

  /// A row that can't be read must not take the place of one that can: infinite dates and times.
  bool leave_out_unreadable() {
    for (std::size_t i = 0; i < fetch_.columns.size(); ++i) {
      const auto column = sql_column(fetch_, static_cast<int>(i));
      if (!column || column->is_array() || column->kind == NativeKind::jsonb) return false;
      const bool is_time = column->kind == NativeKind::date || column->kind == NativeKind::timestamptz ||
                           column->kind == NativeKind::timestamp;
      if (is_time) require("(isfinite(" + column->quoted + ") OR " + column->quoted + " IS NULL)");
    }
    return true;
  }

  const physical::Fetch& fetch_;
  Predicates predicates_;
  calls::Pushed pushed_;
  std::string select_;
  std::string where_;
  std::string limit_;
  bool all_exact_ = true;
};

core::Error unknown_tool(const std::string& name) {
  return statement_refused({"the tool " + name + " is not one of recoupe's PostgreSQL server",
                            "l'outil " + name + " n'est pas de ceux du serveur PostgreSQL de recoupe"},
                           {"use its tools list_tables, describe_tables, sample, count, query",
                            "utilisez ses outils list_tables, describe_tables, sample, count, query"});
}

}  // namespace

core::Result<calls::CompiledFetch> Compiler::compile(const physical::Fetch& fetch, const rows::Column* keys) {
  Select select(fetch);
  RECOUPE_CHECK(select.columns());
  select.filters();
  select.keys(keys);
  select.limit();
  const bool counts_population = !keys || fetch.table->row_count <= counted_per_keys_max;
  return std::move(select).finish(counts_population);
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
  if (population && (!population->if_string() || !qualified_name(*population->if_string()))) {
    return core::fail(statement_refused({"the population is no schema.table", "la population n'est pas schéma.table"},
                                        {"name one table", "nommez une table"}));
  }
  if (auto checked = check_statement(call.arguments.text("sql")); !checked) return core::fail(std::move(checked).error());
  return {};
}

/// Each list of keys may make the server read its table once where no index serves; rows that meet no key aren't sent.
bool Compiler::keys_pay(const physical::Fetch& fetch, std::int64_t key_count) {
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

}  // namespace recoupe::sources::postgres
