#include "mcp/config.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include "core/json.hpp"
#include "core/limits.hpp"
#include "mcp/config_errors.hpp"

namespace recoupe::mcp {

namespace {

using core::Bilingual;
using core::Json;

const Bilingual expected_form = {"write {\"mcpServers\": {\"name\": {\"command\": …, \"args\": […], \"env\": {…}}}}",
                                 "écrivez {\"mcpServers\": {\"nom\": {\"command\": …, \"args\": […], \"env\": {…}}}}"};

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Reads one entry's fields; every text is expanded, and an error names the field as "servers.args[1]".
class EntryReader {
 public:
  EntryReader(std::string file, const wire::Lookup& lookup) : file_(std::move(file)), lookup_(lookup) {}

  core::Result<ServerEntry> read(const std::string& name, const Json& json) {
    const std::string place = "mcpServers." + name;
    if (!json.if_object()) return wrong(place, {"an object", "un objet"});
    ServerEntry entry;
    entry.name = name;
    RECOUPE_TRY(command, optional_text(json, "command", place));
    RECOUPE_TRY(url, optional_text(json, "url", place));
    const std::string type = json.text("type", command.empty() && !url.empty() ? "http" : "stdio");
    if (type != "stdio" && type != "http" && type != "streamable-http" && type != "sse") {
      return wrong(place + ".type", {"stdio, http or sse", "stdio, http ou sse"});
    }
    entry.kind = type == "stdio" ? EntryKind::stdio : EntryKind::http;
    if (entry.kind == EntryKind::stdio && command.empty()) {
      return wrong(place + ".command", {"the program to run", "le programme à lancer"});
    }
    if (entry.kind == EntryKind::http && url.empty()) {
      return wrong(place + ".url", {"the server's address", "l'adresse du serveur"});
    }
    entry.command = std::move(command);
    entry.url = std::move(url);
    RECOUPE_TRY(args, texts(json.find("args"), place + ".args"));
    RECOUPE_TRY(env, pairs(json.find("env"), place + ".env"));
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

  std::string file_;
  const wire::Lookup& lookup_;
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

core::Result<Config> parse_config(std::string_view text, const std::string& file, const wire::Lookup& lookup) {
  const auto json = Json::parse(text);
  if (!json) return core::fail(broken(json.error(), file));
  const Json* servers = json->find("mcpServers");
  if (!servers || !servers->if_object()) {
    return core::fail(invalid_config({file + " names no servers: \"mcpServers\" is not there or is no object",
                                      file + " ne nomme aucun serveur : « mcpServers » manque ou n'est pas un objet"},
                                     expected_form));
  }
  Config config;
  EntryReader reader(file, lookup);
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
  return parse_config(text, path.filename().string(), lookup);
}

core::Status check_reachable(const ServerEntry& entry) {
  if (entry.kind == EntryKind::stdio) return {};
  return core::fail(invalid_config(
      {"the server \"" + entry.name + "\" is reached over HTTP, which this version of recoupe does not speak yet",
       "le serveur « " + entry.name + " » est joint par HTTP, que cette version de recoupe ne parle pas encore"},
      {"use a server with a command, such as recoupe mcp postgres",
       "utilisez un serveur avec une commande, comme recoupe mcp postgres"}));
}

}  // namespace recoupe::mcp
