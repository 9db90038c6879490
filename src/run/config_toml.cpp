#include "run/config_toml.hpp"

#include <limits>
#include <set>
#include <sstream>
#include <toml++/toml.h>

namespace recoupe::run {
namespace {

namespace fs = std::filesystem;
using core::Result;
using core::Status;

core::Error invalid(const std::string& file, const toml::source_region& where, const core::Bilingual& what,
                    core::Bilingual remedy) {
  const std::string place = file + ":" + std::to_string(where.begin.line) + ":" + std::to_string(where.begin.column);
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {place + ": " + what.en, place + " : " + what.fr},
          .remedy = std::move(remedy)};
}

constexpr std::int64_t log_file_mb_max = 10'000;
constexpr std::int64_t log_files_max = 1'000;
constexpr std::int64_t timeout_ms_max = std::numeric_limits<int>::max();
constexpr std::int64_t timeout_s_max = 3'600;
constexpr std::int64_t budget_max = 1'000'000'000'000;  // of whatever unit: a slip of the pen, not a budget

/// Names what a field holds.
template <class T>
core::Bilingual kind_of() {
  if constexpr (std::is_same_v<T, bool>)
    return {"true or false", "true ou false"};
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return {"a whole number", "un nombre entier"};
  else
    return {"a text in quotes", "un texte entre guillemets"};
}

/// Reads the fields of one table; `finish` refuses the fields that nobody read.
class Fields {
 public:
  Fields(const std::string& file, const toml::table& table) : file_(file), table_(table) {}

  template <class T>
  Status read(std::string_view name, std::optional<T>& out) {
    known_.emplace(name);
    const toml::node* node = table_.get(name);
    if (node == nullptr) return {};
    out = node->value_exact<T>();
    if (out) return {};
    const std::string field(name);
    const core::Bilingual kind = kind_of<T>();
    return core::fail(invalid(file_, node->source(), {field + " is not " + kind.en, field + " n'est pas " + kind.fr},
                              {"Write " + kind.en + "; see docs/configuration.md.",
                               "Écrivez " + kind.fr + " ; voir docs/configuration.md."}));
  }
  /// Reads a whole number from 1 to `most`.
  Status read_budget(std::string_view name, std::optional<std::int64_t>& out, std::int64_t most = budget_max) {
    RECOUPE_CHECK(read(name, out));
    if (!out || (*out >= 1 && *out <= most)) return {};
    const std::string field(name);
    return core::fail(invalid(file_, table_.get(name)->source(), {field + " is out of its bounds", field + " est hors bornes"},
                              {"Choose a whole number from 1 to " + std::to_string(most) + ".",
                               "Choisissez un nombre entier de 1 à " + std::to_string(most) + "."}));
  }
  const toml::node* take(std::string_view name) {
    known_.emplace(name);
    return table_.get(name);
  }
  Status finish() const {
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      if (known_.contains(name)) continue;
      std::string all;
      for (const std::string& known : known_) all += (all.empty() ? "" : ", ") + known;
      return core::fail(invalid(file_, key.source(), {"unknown field " + name, "champ inconnu " + name},
                                {"Known here: " + all + ".", "Connus ici : " + all + "."}));
    }
    return {};
  }

 private:
  const std::string& file_;
  const toml::table& table_;
  std::set<std::string> known_;
};

Result<catalog::KeyTransform> transform_of(const std::string& file, const toml::node* node) {
  if (node == nullptr) return catalog::KeyTransform::none;
  const std::string word = node->value_or(std::string());
  if (word == "none") return catalog::KeyTransform::none;
  if (word == "lower") return catalog::KeyTransform::lower_both;
  if (word == "cast_left") return catalog::KeyTransform::cast_left_to_string;
  if (word == "cast_right") return catalog::KeyTransform::cast_right_to_string;
  return core::fail(invalid(file, node->source(), {"unknown transform", "transformation inconnue"},
                            {"Use none, lower, cast_left or cast_right.", "Utilisez none, lower, cast_left ou cast_right."}));
}

Result<DeclaredRelation> relation_of(const std::string& file, const toml::table& table) {
  Fields fields(file, table);
  std::optional<std::string> left, right;
  RECOUPE_CHECK(fields.read("left", left));
  RECOUPE_CHECK(fields.read("right", right));
  RECOUPE_TRY(transform, transform_of(file, fields.take("transform")));
  RECOUPE_CHECK(fields.finish());
  if (!left || !right)
    return core::fail(invalid(file, table.source(), {"a relation needs left and right", "une relation demande left et right"},
                              {"For example left = \"mongodb.users.email\".",
                               "Par exemple left = \"mongodb.users.email\"."}));
  return DeclaredRelation{*left, *right, transform};
}

/// Reads `model = "…"` or the table [model].
Status read_model(const std::string& file, Fields& fields, FileSettings& settings) {
  const toml::node* node = fields.take("model");
  if (node == nullptr || !node->is_table()) return fields.read("model", settings.model);
  Fields model(file, *node->as_table());
  RECOUPE_CHECK(model.read("use", settings.model));
  RECOUPE_CHECK(model.read("send_values", settings.model_sends_values));
  RECOUPE_CHECK(model.read("key_env", settings.model_key_env));
  RECOUPE_CHECK(model.read_budget("timeout_s", settings.model_timeout_s, timeout_s_max));
  return model.finish();
}

Result<FileSettings> settings_of(const std::string& file, const toml::table& table) {
  FileSettings settings;
  settings.file = file;
  Fields fields(file, table);
  RECOUPE_CHECK(read_model(file, fields, settings));
  RECOUPE_CHECK(fields.read("models", settings.models));
  RECOUPE_CHECK(fields.read("time_zone", settings.time_zone));
  RECOUPE_CHECK(fields.read("language", settings.language));
  if (const toml::node* node = fields.take("budgets"); node != nullptr && node->is_table()) {
    Fields budgets(file, *node->as_table());
    RECOUPE_CHECK(budgets.read_budget("rows", settings.rows_max));
    RECOUPE_CHECK(budgets.read_budget("bytes", settings.bytes_max));
    RECOUPE_CHECK(budgets.read_budget("memory_mb", settings.memory_mb_max));
    RECOUPE_CHECK(budgets.read_budget("time_s", settings.time_s_max));
    RECOUPE_CHECK(budgets.read_budget("call_timeout_ms", settings.call_timeout_ms, timeout_ms_max));
    RECOUPE_CHECK(budgets.read_budget("start_timeout_ms", settings.start_timeout_ms, timeout_ms_max));
    RECOUPE_CHECK(budgets.finish());
  }
  if (const toml::node* node = fields.take("log"); node != nullptr && node->is_table()) {
    Fields log(file, *node->as_table());
    RECOUPE_CHECK(log.read("level", settings.log_level));
    RECOUPE_CHECK(log.read("file_level", settings.log_file_level));
    RECOUPE_CHECK(log.read("folder", settings.log_folder));
    RECOUPE_CHECK(log.read_budget("file_mb", settings.log_file_mb_max, log_file_mb_max));
    RECOUPE_CHECK(log.read_budget("files", settings.log_files_max, log_files_max));
    RECOUPE_CHECK(log.finish());
  }
  if (const toml::node* node = fields.take("relations"); node != nullptr && node->is_array_of_tables())
    for (const toml::node& item : *node->as_array()) {
      RECOUPE_TRY(relation, relation_of(file, *item.as_table()));
      settings.relations.push_back(std::move(relation));
    }
  if (const toml::node* node = fields.take("servers"); node != nullptr && node->is_table())
    for (const auto& [name, server] : *node->as_table()) {
      if (!server.is_table())
        return core::fail(invalid(file, server.source(), {"servers holds one table a server", "servers contient une table par serveur"},
                                  {"For example [servers.postgres].", "Par exemple [servers.postgres]."}));
      Fields described(file, *server.as_table());
      std::optional<std::string> dialect;
      RECOUPE_CHECK(described.read("dialect", dialect));
      RECOUPE_CHECK(described.finish());
      if (dialect) settings.dialects.emplace_back(std::string(name.str()), *dialect);
    }
  RECOUPE_CHECK(fields.finish());
  return settings;
}

Result<toml::table> parse(const fs::path& path) {
  const std::string file = path.filename().string();
  try {
    return toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    const std::string words(error.description());
    return core::fail(invalid(file, error.source(), {words, words}, {"Correct the file.", "Corrigez le fichier."}));
  }
}

}  // namespace

Result<FileSettings> read_settings(const fs::path& project) {
  std::error_code ignored;
  if (fs::exists(project / "recoupe.toml", ignored)) {
    RECOUPE_TRY(table, parse(project / "recoupe.toml"));
    return settings_of("recoupe.toml", table);
  }
  if (!fs::exists(project / "pyproject.toml", ignored)) return FileSettings{};
  RECOUPE_TRY(table, parse(project / "pyproject.toml"));
  const toml::table* ours = table["tool"]["recoupe"].as_table();
  return ours == nullptr ? FileSettings{} : settings_of("pyproject.toml", *ours);
}

}  // namespace recoupe::run
