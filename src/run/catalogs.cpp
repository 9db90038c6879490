#include "run/catalogs.hpp"

#include <algorithm>

#include "catalog/relations.hpp"
#include "catalog/unseen_fields.hpp"
#include "core/clock.hpp"

namespace recoupe::run {
namespace {

using core::Result;

std::filesystem::path path_of_snapshot(const Config& config) { return config.store / "catalog.json"; }

bool is_of(const catalog::Catalog& catalog, const mcp::Config& servers) {
  return catalog.sources.size() == servers.servers.size() &&
         std::ranges::all_of(servers.servers, [&](const auto& entry) { return catalog.find_source(entry.name) != nullptr; });
}

/// Looks a declared "server.[schema.]table.path" up.
std::optional<catalog::FieldRef> find_field(const catalog::Catalog& catalog, const std::string& name) {
  for (const catalog::Source& source : catalog.sources)
    for (const catalog::Table& table : source.tables)
      for (const catalog::Field& field : table.fields) {
        std::string path;
        for (const std::string& part : field.path) path += "." + part;
        const std::string short_name = source.server + "." + table.name + path;
        const std::string long_name = source.server + "." + table.schema + "." + table.name + path;
        if (name == short_name || name == long_name)
          return catalog::FieldRef{source.server, table.schema, table.name, field.path};
      }
  return std::nullopt;
}

core::Error unknown_field(const std::string& name) {
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {"recoupe.toml declares a relation with " + name + ", which no source has",
                      "recoupe.toml déclare une relation avec " + name + ", qu'aucune source ne possède"},
          .remedy = {"Write server.table.field as `recoupe catalog` shows it.",
                     "Écrivez serveur.table.champ comme `recoupe catalog` le montre."}};
}

core::Status add_declared(const Config& config, catalog::Catalog& catalog) {
  for (const DeclaredRelation& declared : config.relations) {
    const auto left = find_field(catalog, declared.left);
    const auto right = find_field(catalog, declared.right);
    if (!left) return core::fail(unknown_field(declared.left));
    if (!right) return core::fail(unknown_field(declared.right));
    catalog.relations.push_back({*left, *right, declared.transform, 1.0, "recoupe.toml"});
  }
  return {};
}

Result<catalog::SampledValues> sample(const catalog::Catalog& catalog, Connections& connections,
                                      const core::Cancel& cancel) {
  catalog::SampledValues samples;
  for (const catalog::FieldRef& field : catalog::fields_to_sample(catalog)) {
    RECOUPE_TRY(server, connections.open(field.server, cancel));
    RECOUPE_TRY(values, server->reader->sample_values(*server->client, field, catalog::key_sample_values_max, cancel));
    if (values.empty()) continue;
    const bool whole = static_cast<std::int64_t>(values.size()) < catalog::key_sample_values_max;
    samples.push_back({field, std::move(values), whole});
  }
  return samples;
}

Result<catalog::Catalog> read_all(const Config& config, Connections& connections, const core::Cancel& cancel,
                                  const execute::Progress& progress) {
  catalog::Catalog catalog;
  for (const mcp::ServerEntry& entry : connections.servers().servers) {
    if (progress) progress({"reading the catalog of " + entry.name, "lecture du catalogue de " + entry.name});
    RECOUPE_TRY(server, connections.open(entry.name, cancel));
    RECOUPE_TRY(source, server->reader->read(*server->client, entry.name, cancel));
    catalog.sources.push_back(std::move(source));
    RECOUPE_TRY(relations, server->reader->relations(*server->client, entry.name, cancel));
    std::ranges::move(relations, std::back_inserter(catalog.relations));
  }
  RECOUPE_CHECK(add_declared(config, catalog));
  if (progress) progress({"looking for relations between sources", "recherche des relations entre sources"});
  RECOUPE_TRY(samples, sample(catalog, connections, cancel));
  std::vector<catalog::Relation> proposed = catalog::propose_relations(catalog, samples);
  std::ranges::move(proposed, std::back_inserter(catalog.relations));
  return catalog;
}

/// Finds the table to change: catalogs are only read elsewhere.
catalog::Table* table_of(catalog::Catalog& catalog, const catalog::FieldRef& field) {
  for (catalog::Source& source : catalog.sources)
    for (catalog::Table& table : source.tables)
      if (source.server == field.server && table.schema == field.schema && table.name == field.table) return &table;
  return nullptr;
}

core::Status keep(const Config& config, const catalog::Catalog& catalog, core::Timestamp read_at) {
  std::error_code ignored;  // write_snapshot says what went wrong
  if (std::filesystem::create_directories(config.store, ignored))
    std::filesystem::permissions(config.store, std::filesystem::perms::owner_all, ignored);
  return catalog::write_snapshot(path_of_snapshot(config), catalog, read_at);
}

}  // namespace

Result<bool> look_for(const std::vector<catalog::FieldRef>& paths, const Config& config, Connections& connections,
                      catalog::Snapshot& snapshot, const core::Cancel& cancel) {
  bool any = false;
  for (const catalog::FieldRef& path : paths) {
    catalog::Table* table = table_of(snapshot.catalog, path);
    if (table == nullptr) continue;
    RECOUPE_TRY(server, connections.open(path.server, cancel));
    RECOUPE_TRY(found, server->reader->look_for(*server->client, path, cancel));
    if (catalog::add_unseen(*table, std::move(found))) any = true;
  }
  if (!any) return false;
  snapshot.digest = catalog::digest_of(snapshot.catalog);
  RECOUPE_CHECK(keep(config, snapshot.catalog, snapshot.read_at));
  return true;
}

Result<catalog::Snapshot> catalog_of(const Config& config, Connections& connections, bool refresh,
                                     const core::Cancel& cancel, const execute::Progress& progress) {
  const core::Timestamp now = core::system_now();
  if (!refresh) {
    auto kept = catalog::read_snapshot(path_of_snapshot(config));
    if (kept && is_of(kept->catalog, connections.servers()) &&
        now.micros - kept->read_at.micros < catalog_age_max_s * 1'000'000)
      return kept;
  }
  RECOUPE_TRY(catalog, read_all(config, connections, cancel, progress));
  RECOUPE_CHECK(keep(config, catalog, now));
  std::string digest = catalog::digest_of(catalog);
  return catalog::Snapshot{std::move(catalog), now, std::move(digest)};
}

}  // namespace recoupe::run
