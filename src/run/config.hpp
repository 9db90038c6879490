// What a project says: servers, model, zone, language, budgets, known relations, and where each setting came from.
// Takes .mcp.json, .env, recoupe.toml (or [tool.recoupe] of pyproject.toml) and overrides, gives Config. Included by run and cli.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "core/language.hpp"
#include "core/time_zone.hpp"
#include "execute/execute.hpp"
#include "mcp/config.hpp"
#include "models/hub/settings.hpp"
#include "run/monitoring.hpp"

namespace recoupe::run {

/// What the command line or Python gives; it wins over files.
struct Overrides {
  std::filesystem::path mcp_json;  // --config; empty: looked for from the current folder upward
  std::string model;
  std::string time_zone;
  std::string language;
  std::string log_level;  // of the console
};

/// A setting and what set it, for `config show`: "flag", "recoupe.toml", "environment", "default".
struct Setting {
  std::string name;
  std::string value;
  std::string origin;
};

/// A relation between fields as recoupe.toml declares it, not yet looked up: "mongodb.users.email".
struct DeclaredRelation {
  std::string left;
  std::string right;
  catalog::KeyTransform transform = catalog::KeyTransform::none;
};

/// How a model that is not bundled is had: [model] of recoupe.toml and Hugging Face's variables.
struct ModelSettings {
  bool sends_values = false;  // known values and comments to a hosted model, not only names and types
  std::string key_env;        // the variable that holds an endpoint's key
  std::string key;            // its value; never shown
  std::string router;         // where hf-router:// leads
  int timeout_ms = 0;         // of one request
  models::hub::Settings hub;
};

struct Config {
  std::filesystem::path mcp_json;
  std::filesystem::path project;  // the folder of .mcp.json
  std::filesystem::path store;    // .recoupe
  mcp::Config servers;
  std::map<std::string, std::string> dialects;  // of servers that are not recognised by themselves: [servers.NAME]
  std::string model = "local";  // model_choice.hpp says what else
  ModelSettings model_settings;
  std::filesystem::path models;  // the folder of the local model's files
  core::TimeZone zone;
  std::optional<core::Language> language;  // of messages; empty: the instruction's, else the locale's
  execute::Budgets budgets;
  std::int64_t memory_bytes_max = 0;
  std::int64_t time_s_max = 0;   // of a whole run
  int start_timeout_ms = 0;  // of a server's first answer
  std::vector<DeclaredRelation> relations;
  LogSettings log;
  std::vector<Setting> settings;
  std::string digest;  // "sha256:…" of everything above but secrets

  explicit Config(core::TimeZone host_zone) : zone(std::move(host_zone)) {}
};

/// Reads a project's configuration. Errors: `invalid_config`, `invalid_time_zone`, naming file, line and field.
core::Result<Config> load_config(const Overrides& overrides);

/// Gives the language of the locale (LC_ALL, LC_MESSAGES, LANG): French for "fr…", else English.
core::Language locale_language();

}  // namespace recoupe::run
