// Tables and sides of a plan against the catalog.
#include <algorithm>

#include "plan/scope_nearest.hpp"
#include "plan/traverse.hpp"
#include "plan/validate_refusal.hpp"
#include "plan/validate_steps.hpp"

namespace recoupe::plan {
namespace {

std::string full_name(const catalog::Source& source, const catalog::Table& table) {
  catalog::FieldPath parts{source.server};
  if (!table.schema.empty()) parts.push_back(table.schema);
  parts.push_back(table.name);
  return catalog::text_of(parts);
}

std::string written_name(const TableRef& table) {
  catalog::FieldPath parts;
  for (const std::string& part : {table.server, table.schema, table.table}) {
    if (!part.empty()) parts.push_back(part);
  }
  return catalog::text_of(parts);
}

core::Bilingual did_you_mean(const std::vector<std::string>& candidates) {
  const std::string list = listed(candidates);
  return {"did you mean " + list + "?", "vouliez-vous dire " + list + " ?"};
}

/// Names tables whose last part is the one written, wherever they are, then those near it in the same server.
std::vector<std::string> candidates_for(const TableRef& table, const catalog::Catalog& catalog) {
  std::vector<std::string> same;
  std::vector<std::string> names;
  std::vector<std::string> full;
  for (const catalog::Source& source : catalog.sources) {
    for (const catalog::Table& each : source.tables) {
      if (each.name == table.table) same.push_back(full_name(source, each));
      if (source.server != table.server) continue;
      names.push_back(each.name);
      full.push_back(full_name(source, each));
    }
  }
  for (const std::string& name : nearest(table.table, names)) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name && std::ranges::find(same, full[i]) == same.end()) same.push_back(full[i]);
    }
  }
  same.resize(std::min(same.size(), candidates_max));
  return same;
}

core::Error no_server(const TableRef& table, const catalog::Catalog& catalog) {
  std::vector<std::string> servers;
  for (const catalog::Source& source : catalog.sources) servers.push_back(source.server);
  const std::string all = listed(servers);
  core::Error error = refusal(core::Code::unknown_name, table.span,
                              {"there is no server " + catalog::text_of({table.server}),
                               "il n'y a pas de serveur " + catalog::text_of({table.server})},
                              {"the servers are " + all, "les serveurs sont " + all});
  error.candidates = candidates_for(table, catalog);  // the server may have been left out, or be written otherwise
  for (std::string& server : nearest(table.server, servers)) error.candidates.push_back(std::move(server));
  if (!error.candidates.empty()) error.remedy = did_you_mean(error.candidates);
  return error;
}

core::Error no_table(const TableRef& table, const catalog::Source& source, const catalog::Catalog& catalog) {
  const std::string written = written_name(table);
  core::Error error = refusal(core::Code::unknown_name, table.span,
                              {"there is no table " + written, "il n'y a pas de table " + written});
  error.candidates = candidates_for(table, catalog);
  if (!error.candidates.empty()) {
    error.remedy = did_you_mean(error.candidates);
  } else {
    std::vector<std::string> all;
    for (const catalog::Table& each : source.tables) all.push_back(full_name(source, each));
    error.remedy = {"the tables of " + source.server + " are " + listed(all),
                    "les tables de " + source.server + " sont " + listed(all)};
  }
  return error;
}

}  // namespace

core::Status resolve_table(TableRef& table, const catalog::Catalog& catalog) {
  table.resolved = nullptr;
  const catalog::Source* source = catalog.find_source(table.server);
  if (!source) return core::fail(no_server(table, catalog));
  std::vector<std::string> found;
  for (const catalog::Table& each : source->tables) {
    if (each.name != table.table || (!table.schema.empty() && each.schema != table.schema)) continue;
    table.resolved = &each;
    found.push_back(full_name(*source, each));
  }
  if (found.size() == 1) return {};
  table.resolved = nullptr;
  if (found.empty()) return core::fail(no_table(table, *source, catalog));
  const std::string written = written_name(table);
  core::Error error = refusal(core::Code::ambiguous_name, table.span,
                              {written + " could be any of " + listed(found),
                               written + " peut désigner " + listed(found)},
                              {"write the schema too", "écrivez aussi le schéma"});
  error.candidates = std::move(found);
  return core::fail(std::move(error));
}

core::Result<Scope> scope_of(Side& side, const catalog::Catalog& catalog) {
  if (TableRef* table = if_is<TableRef>(side)) {
    RECOUPE_CHECK(resolve_table(*table, catalog));
    return scope_of(*table->resolved, table->server, side.alias.empty() ? table->table : side.alias);
  }
  Pipeline& pipeline = *if_is<Pipeline>(side);
  RECOUPE_CHECK(validate_pipeline(pipeline, catalog));
  Scope scope = passed_on(pipeline.steps.back().output);
  if (side.alias.empty()) return scope;
  for (ScopeColumn& column : scope) column.alias = side.alias;
  return scope;
}

}  // namespace recoupe::plan
