#include "run/config.hpp"

#include <cstdlib>

#include "core/hash.hpp"
#include "core/limits.hpp"
#include "evidence/log.hpp"
#include "models/openai/author.hpp"
#include "monitor/file_sink.hpp"
#include "run/config_toml.hpp"
#include "wire/dotenv.hpp"

namespace recoupe::run {
namespace {

namespace fs = std::filesystem;
using core::Result;

Result<fs::path> find_mcp_json(const fs::path& given) {
  std::error_code ignored;
  if (!given.empty()) return fs::absolute(given);
  for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
    if (fs::exists(folder / ".mcp.json", ignored)) return folder / ".mcp.json";
    if (folder == folder.parent_path()) break;
  }
  return core::fail({.code = core::Code::invalid_config,
                     .origin = core::Origin::user,
                     .stage = "run",
                     .message = {"no .mcp.json in this folder or above", "pas de .mcp.json dans ce dossier ni au-dessus"},
                     .remedy = {"Write one (docs/configuration.md shows how) or name it with --config.",
                                "Écrivez-en un (docs/configuration.md montre comment) ou nommez-le par --config."}});
}

/// Takes the first that is set and remembers where it came from.
class Choice {
 public:
  Choice(std::vector<Setting>& settings, std::string name) : settings_(settings), name_(std::move(name)) {}
  Choice& from(const std::string& origin, const std::optional<std::string>& value) {
    if (!chosen_ && value && !value->empty()) {
      chosen_ = *value;
      settings_.push_back({name_, *value, origin});
    }
    return *this;
  }
  Choice& from(const std::string& origin, std::optional<std::int64_t> value) {
    return from(origin, value ? std::optional(std::to_string(*value)) : std::nullopt);
  }
  [[nodiscard]] const std::string& value() const { return *chosen_; }
  [[nodiscard]] std::int64_t number() const { return std::strtoll(chosen_->c_str(), nullptr, 10); }

 private:
  std::vector<Setting>& settings_;
  std::string name_;
  std::optional<std::string> chosen_;
};

/// The local model's files: where they were installed, beside the program's sources unless told otherwise.
std::string default_models() { return RECOUPE_DEPS; }

std::string digest_of(const Config& config) {
  core::Json json = core::Json::object();
  for (const Setting& setting : config.settings)
    if (!setting.name.starts_with("log.")) json.set(setting.name, setting.value);  // who watches changes no run
  core::Json servers = core::Json::array();
  for (const mcp::ServerEntry& entry : config.servers.servers)
    servers.push(core::Json::object({{"name", entry.name}, {"command", entry.command}}));
  json.set("servers", servers);
  core::Json relations = core::Json::array();
  for (const DeclaredRelation& relation : config.relations)
    relations.push(core::Json::array({relation.left, relation.right, static_cast<int>(relation.transform)}));
  json.set("relations", relations);
  return core::named(core::sha256(core::canonical(json)));
}

Result<core::Language> language_of(const std::string& word) {
  if (word == "fr") return core::Language::fr;
  if (word == "en") return core::Language::en;
  return core::fail({.code = core::Code::invalid_config,
                     .origin = core::Origin::user,
                     .stage = "run",
                     .message = {"unknown language " + word, "langue inconnue " + word},
                     .remedy = {"Use fr or en.", "Utilisez fr ou en."}});
}

/// Says in which file and field a refused value stands, where it came from the file of settings.
core::Error in_field(const Setting& setting, const FileSettings& file, core::Error error) {
  if (file.file.empty() || setting.origin != file.file) return error;
  error.message = {file.file + ", " + setting.name + ": " + error.message.en, file.file + ", " + setting.name + " : " + error.message.fr};
  return error;
}

core::Error unknown_server(const std::string& name, const std::string& file) {
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {file + " describes a server " + name + " that is not in .mcp.json",
                      file + " décrit un serveur " + name + " qui n'est pas dans .mcp.json"},
          .remedy = {"Name it as .mcp.json does.", "Nommez-le comme le fait .mcp.json."}};
}

constexpr std::int64_t default_time_s = 3'600;

core::Status apply_log(const Overrides& overrides, const FileSettings& file, Config& config) {
  using Text = std::optional<std::string>;
  auto& settings = config.settings;
  constexpr std::int64_t mebibyte = 1024 * 1024;
  const std::string console = Choice(settings, "log.level").from("flag", Text(overrides.log_level))
                                  .from("environment", wire::process_variable("RECOUPE_LOG_LEVEL")).from(file.file, file.log_level)
                                  .from("default", Text("none")).value();
  const auto console_level = log_level_of(console);
  if (!console_level) return core::fail(in_field(settings.back(), file, console_level.error()));
  const std::string in_files = Choice(settings, "log.file_level").from(file.file, file.log_file_level)
                                   .from("default", Text("info")).value();
  const auto file_level = log_level_of(in_files);
  if (!file_level) return core::fail(in_field(settings.back(), file, file_level.error()));
  config.log.console = *console_level;
  config.log.file = *file_level;
  const std::filesystem::path folder = Choice(settings, "log.folder").from(file.file, file.log_folder)
                                           .from("default", Text((config.store / "log").string())).value();
  config.log.folder = config.project / folder;
  config.log.file_bytes_max = Choice(settings, "log.file_mb").from(file.file, file.log_file_mb_max)
                                  .from("default", std::optional(monitor::log_file_bytes_max / mebibyte)).number() * mebibyte;
  config.log.files_max = static_cast<int>(Choice(settings, "log.files").from(file.file, file.log_files_max)
                                              .from("default", std::optional<std::int64_t>(monitor::log_files_max)).number());
  return {};
}

void apply_model(const FileSettings& file, const wire::Lookup& lookup, Config& config) {
  using Text = std::optional<std::string>;
  auto& settings = config.settings;
  ModelSettings& model = config.model_settings;
  constexpr std::int64_t default_timeout_s = models::openai::answer_timeout_ms / 1000;
  const Text sends = file.model_sends_values ? Text(*file.model_sends_values ? "true" : "false") : std::nullopt;
  model.sends_values = Choice(settings, "model.send_values").from(file.file, sends).from("default", Text("false")).value() == "true";
  model.timeout_ms = 1000 * static_cast<int>(Choice(settings, "model.timeout_s").from(file.file, file.model_timeout_s)
                                                 .from("default", std::optional(default_timeout_s)).number());
  model.router = Choice(settings, "model.router").from("environment", lookup("RECOUPE_HF_ROUTER"))
                     .from("default", Text("https://router.huggingface.co/v1")).value();
  model.hub = models::hub::settings_of(lookup);
  if (!file.model_key_env || file.model_key_env->empty()) return;
  model.key_env = Choice(settings, "model.key_env").from(file.file, file.model_key_env).value();
  model.key = lookup(model.key_env).value_or("");
}

core::Status apply(const Overrides& overrides, const FileSettings& file, Config& config) {
  using Text = std::optional<std::string>;
  auto& settings = config.settings;
  config.model = Choice(settings, "model").from("flag", Text(overrides.model))
                     .from("environment", wire::process_variable("RECOUPE_MODEL")).from(file.file, file.model)
                     .from("default", Text("local")).value();
  config.models = Choice(settings, "models").from("environment", wire::process_variable("RECOUPE_MODELS"))
                      .from(file.file, file.models).from("default", Text(default_models())).value();
  const std::string zone = Choice(settings, "time_zone").from("flag", Text(overrides.time_zone))
                               .from(file.file, file.time_zone).from("host", Text(config.zone.name())).value();
  auto found = core::TimeZone::find(zone);
  if (!found) return core::fail(in_field(settings.back(), file, std::move(found).error()));
  config.zone = *std::move(found);
  const std::string language = Choice(settings, "language").from("flag", Text(overrides.language))
                                   .from(file.file, file.language).from("default", Text("auto")).value();
  if (language != "auto") {
    const auto chosen = language_of(language);
    if (!chosen) return core::fail(in_field(settings.back(), file, chosen.error()));
    config.language = *chosen;
  }
  constexpr std::int64_t default_memory_mb = core::limits::memory_bytes_max / (1024 * 1024);
  config.budgets.rows_max = Choice(settings, "budgets.rows").from(file.file, file.rows_max)
                                .from("default", std::optional(core::limits::fetch_rows_max)).number();
  config.budgets.bytes_max = Choice(settings, "budgets.bytes").from(file.file, file.bytes_max)
                                 .from("default", std::optional(core::limits::fetch_bytes_max)).number();
  config.budgets.call_timeout_ms = static_cast<int>(
      Choice(settings, "budgets.call_timeout_ms").from(file.file, file.call_timeout_ms)
          .from("default", std::optional<std::int64_t>(core::limits::call_timeout_ms)).number());
  config.start_timeout_ms = static_cast<int>(
      Choice(settings, "budgets.start_timeout_ms").from(file.file, file.start_timeout_ms)
          .from("default", std::optional<std::int64_t>(core::limits::start_timeout_ms)).number());
  config.memory_bytes_max = Choice(settings, "budgets.memory_mb").from(file.file, file.memory_mb_max)
                                .from("default", std::optional(default_memory_mb)).number() * 1024 * 1024;
  config.time_s_max = Choice(settings, "budgets.time_s").from(file.file, file.time_s_max)
                          .from("default", std::optional(default_time_s)).number();
  RECOUPE_CHECK(apply_log(overrides, file, config));
  config.relations = file.relations;
  for (const auto& [server, dialect] : file.dialects) {
    if (config.servers.find(server) == nullptr) return core::fail(unknown_server(server, file.file));
    config.dialects[server] = dialect;
    settings.push_back({"servers." + server + ".dialect", dialect, file.file});
  }
  return {};
}

}  // namespace

core::Language locale_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (auto value = wire::process_variable(name); value && !value->empty())
      return value->starts_with("fr") ? core::Language::fr : core::Language::en;
  return core::Language::en;
}

Result<Config> load_config(const Overrides& overrides) {
  Config config(core::TimeZone::of_host());
  RECOUPE_TRY(path, find_mcp_json(overrides.mcp_json));
  config.mcp_json = path;
  config.project = path.parent_path();
  config.store = evidence::find_store(config.project);
  RECOUPE_TRY(dotenv, wire::read_dotenv(config.project / ".env"));
  const wire::Lookup lookup = [&dotenv](std::string_view name) -> std::optional<std::string> {
    if (auto value = wire::process_variable(name)) return value;
    for (const auto& [key, value] : dotenv)
      if (key == name) return value;
    return std::nullopt;
  };
  RECOUPE_TRY(servers, mcp::read_config(path, lookup));
  config.servers = std::move(servers);
  RECOUPE_TRY(file, read_settings(config.project));
  RECOUPE_CHECK(apply(overrides, file, config));
  apply_model(file, lookup, config);
  config.digest = digest_of(config);
  return config;
}

}  // namespace recoupe::run
