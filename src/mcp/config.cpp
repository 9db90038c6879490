#include "mcp/config.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include "core/json.hpp"
#include "core/limits.hpp"
#include "mcp/config_errors.hpp"
#include "mcp/config_inputs.hpp"
#include "wire/dotenv.hpp"
#include "wire/http_headers.hpp"
#include "wire/url.hpp"

namespace recoupe::mcp {

namespace {

using core::Bilingual;
using core::Json;

const Bilingual expected_form = {"write {\"mcpServers\": {\"name\": {\"command\": …, \"args\": […], \"env\": {…}}}}, "
                                 "or {\"type\": \"http\", \"url\": …} for the name",
                                 "écrivez {\"mcpServers\": {\"nom\": {\"command\": …, \"args\": […], \"env\": {…}}}}, "
                                 "ou {\"type\": \"http\", \"url\": …} pour le nom"};

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Reads one entry's fields; every text is expanded, and an error names the field as "servers.args[1]".
class EntryReader {
 public:
  EntryReader(std::string file, std::string list, const wire::Lookup& lookup, std::filesystem::path workspace)
      : file_(std::move(file)), list_(std::move(list)), lookup_(lookup), workspace_(std::move(workspace)) {}

  core::Result<ServerEntry> read(const std::string& name, const Json& json) {
    const std::string place = list_ + "." + name;
    if (!json.if_object()) return wrong(place, {"an object", "un objet"});
    ServerEntry entry;
    entry.name = name;
    RECOUPE_TRY(command, optional_text(json, "command", place));
    RECOUPE_TRY(url, optional_text(json, json.find("serverUrl") != nullptr ? "serverUrl" : "url", place));  // Windsurf's word
    const std::string type = json.text("type", command.empty() && !url.empty() ? "http" : "stdio");
    if (type != "stdio" && type != "http" && type != "streamable-http" && type != "sse") {
      return wrong(place + ".type", {"stdio, http or sse", "stdio, http ou sse"});
    }
    entry.kind = type == "stdio" ? EntryKind::stdio : type == "sse" ? EntryKind::sse : EntryKind::http;
    if (entry.kind == EntryKind::stdio && command.empty()) {
      return wrong(place + ".command", {"the program to run", "le programme à lancer"});
    }
    if (entry.kind != EntryKind::stdio && url.empty()) {
      return wrong(place + ".url", {"the server's address", "l'adresse du serveur"});
    }
    entry.command = std::move(command);
    entry.url = std::move(url);
    RECOUPE_TRY(args, texts(json.find("args"), place + ".args"));
    RECOUPE_TRY(env_file, optional_text(json, "envFile", place));
    RECOUPE_TRY(env, environment(json.find("env"), env_file, place));
    RECOUPE_TRY(headers, pairs(json.find("headers"), place + ".headers"));
    entry.args = std::move(args);
    entry.env = std::move(env);
    entry.headers = std::move(headers);
    return entry;
  }

 private:
  std::unexpected<core::Error> wrong(const std::string& place, const Bilingual& wanted) const {
    return core::fail(invalid_config({file_ + ": " + place + " must be " + wanted.en,
                                      file_ + " : " + place + " doit être " + wanted.fr},
                                     expected_form));
  }

  core::Result<std::string> text(const Json& json, const std::string& place) const {
    if (!json.if_string()) return wrong(place, {"a text", "un texte"});
    return expand(*json.if_string(), lookup_, file_ + " (" + place + ")");
  }

  core::Result<std::string> optional_text(const Json& json, const std::string& key, const std::string& place) const {
    const Json* found = json.find(key);
    return found && !found->is_null() ? text(*found, place + "." + key) : std::string();
  }

  core::Result<std::vector<std::string>> texts(const Json* json, const std::string& place) const {
    std::vector<std::string> out;
    if (!json || json->is_null()) return out;
    if (!json->if_array()) return wrong(place, {"a list of texts", "une liste de textes"});
    for (const Json& item : *json->if_array()) {
      RECOUPE_TRY(expanded, text(item, place + "[" + std::to_string(out.size()) + "]"));
      out.push_back(std::move(expanded));
    }
    return out;
  }

  core::Result<wire::Variables> pairs(const Json* json, const std::string& place) const {
    wire::Variables out;
    if (!json || json->is_null()) return out;
    if (!json->if_object()) return wrong(place, {"an object of texts", "un objet de textes"});
    for (const auto& [name, value] : *json->if_object()) {
      RECOUPE_TRY(expanded, text(value, place + "." + name));
      out.emplace_back(name, std::move(expanded));
    }
    return out;
  }

  /// Gives what the file of variables holds, then what stands in the entry itself, which wins.
  core::Result<wire::Variables> environment(const Json* json, const std::string& env_file, const std::string& place) const {
    wire::Variables variables;
    if (!env_file.empty()) {
      const std::filesystem::path path = workspace_ / env_file;
      if (!std::filesystem::exists(path)) return wrong(place + ".envFile", {"a file that is there", "un fichier qui existe"});
      RECOUPE_TRY(read, wire::read_dotenv(path));
      variables = std::move(read);
    }
    RECOUPE_TRY(given, pairs(json, place + ".env"));
    for (auto& [name, value] : given) {
      std::erase_if(variables, [&](const auto& variable) { return variable.first == name; });
      variables.emplace_back(name, std::move(value));
    }
    return variables;
  }

  std::string file_;
  std::string list_;
  const wire::Lookup& lookup_;
  std::filesystem::path workspace_;
};

core::Error broken(const core::Error& why, const std::string& file) {
  std::string at;
  std::string at_fr;
  if (why.span) {
    const std::string line = std::to_string(why.span->line);
    const std::string column = std::to_string(why.span->column);
    at = ", line " + line + ", column " + column;
    at_fr = ", ligne " + line + ", colonne " + column;
  }
  core::Error error = invalid_config({file + at + ": " + why.message.en, file + at_fr + " : " + why.message.fr},
                                     {"correct the JSON there", "corrigez le JSON à cet endroit"});
  error.span = why.span;
  return error;
}

}  // namespace

std::optional<OwnServer> ServerEntry::own() const {
  if (kind != EntryKind::stdio || base_name(command) != "recoupe" || args.size() < 2 || args[0] != "mcp") {
    return std::nullopt;
  }
  if (args[1] == "postgres") return OwnServer::postgres;
  if (args[1] == "mongodb") return OwnServer::mongodb;
  return std::nullopt;
}

std::string ServerEntry::own_uri() const {
  const auto which = own();
  if (!which) return {};
  for (std::size_t i = 2; i < args.size(); ++i) {
    if (!args[i].starts_with('-')) return args[i];
  }
  const std::string_view variable = *which == OwnServer::postgres ? "POSTGRES_URI" : "MONGODB_URI";
  for (const auto& [key, value] : env) {
    if (key == variable) return value;
  }
  return {};
}

const ServerEntry* Config::find(std::string_view name) const {
  for (const ServerEntry& entry : servers) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

core::Result<Config> parse_config(std::string_view text, const std::string& file, const wire::Lookup& lookup,
                                  const std::filesystem::path& workspace) {
  const auto json = Json::parse(text);
  if (!json) return core::fail(broken(json.error(), file));
  const bool is_vs_code = !json->find("mcpServers") && json->find("servers");
  const std::string list = is_vs_code ? "servers" : "mcpServers";
  const Json* servers = json->find(list);
  if (!servers || !servers->if_object()) {
    return core::fail(invalid_config({file + " names no servers: \"mcpServers\" is not there or is no object",
                                      file + " ne nomme aucun serveur : « mcpServers » manque ou n'est pas un objet"},
                                     expected_form));
  }
  Config config;
  const wire::Lookup all = lookup_with_inputs(lookup, json->find("inputs"), workspace);
  EntryReader reader(file, list, all, workspace);
  for (const auto& [name, entry] : *servers->if_object()) {
    RECOUPE_TRY(read, reader.read(name, entry));
    config.servers.push_back(std::move(read));
  }
  return config;
}

core::Result<Config> read_config(const std::filesystem::path& path, const wire::Lookup& lookup) {
  std::error_code failure;
  const auto bytes = std::filesystem::file_size(path, failure);
  std::ifstream file(path, std::ios::binary);
  if (failure || !file) {
    return core::fail(invalid_config({path.string() + " can't be read", path.string() + " ne peut pas être lu"},
                                     {"create it, or name another file with --config",
                                      "créez-le, ou nommez un autre fichier avec --config"}));
  }
  if (bytes > core::limits::config_bytes_max) {
    return core::fail(invalid_config({path.string() + " is larger than 1 MiB", path.string() + " dépasse 1 Mio"},
                                     expected_form));
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::filesystem::path folder = std::filesystem::absolute(path, failure).parent_path();
  if (folder.filename() == ".vscode") folder = folder.parent_path();
  return parse_config(text, path.filename().string(), lookup, folder);
}

core::Status check_reachable(const ServerEntry& entry) {
  if (entry.kind == EntryKind::stdio) return {};
  const std::string en = "the server \"" + entry.name + "\": ";
  const std::string fr = "le serveur « " + entry.name + " » : ";
  if (!wire::parse_url(entry.url)) {
    return core::fail(invalid_config({en + "its url is no http:// or https:// address",
                                      fr + "son url n'est pas une adresse http:// ou https://"},
                                     {"write it as https://host:port/path", "écrivez-la comme https://hôte:port/chemin"}));
  }
  for (const auto& [name, value] : entry.headers) {
    if (wire::is_header_name(name) && wire::is_header_value(value)) continue;
    // The value may be a token: only the name is said.
    return core::fail(invalid_config({en + "the header field " + name + " has a name or a value that can't be sent",
                                      fr + "le champ d'en-tête " + name + " a un nom ou une valeur impossible à envoyer"},
                                     {"use visible ASCII without line ends or spaces around",
                                      "utilisez de l'ASCII visible, sans fin de ligne ni espace autour"}));
  }
  return {};
}

}  // namespace recoupe::mcp
