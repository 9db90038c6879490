#include "run/doctor.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "mcp/tool_error.hpp"
#include "run/connections.hpp"
#include "run/model_files.hpp"

namespace recoupe::run {
namespace {

CheckUp failed(std::string subject, const core::Error& error) { return {std::move(subject), false, error.message, error.remedy}; }

CheckUp examine_server(Connections& connections, const std::string& name, const core::Cancel& cancel) {
  const std::string subject = "server " + name;
  auto server = connections.open(name, cancel);
  if (!server) return failed(subject, server.error());
  auto tools = (*server)->client->list_tools();
  if (!tools) return failed(subject, tools.error());
  auto source = (*server)->reader->read(*(*server)->client, name, cancel);
  if (!source) return failed(subject, source.error());
  const std::string protocol = (*server)->client->protocol_version();
  const std::string tool_count = std::to_string(tools->size());
  const std::string table_count = std::to_string(source->tables.size());
  return {subject, true,
          {source->product + ", MCP " + protocol + ", " + tool_count + " tools, " + table_count + " tables readable",
           source->product + ", MCP " + protocol + ", " + tool_count + " outils, " + table_count + " tables lisibles"},
          {}};
}

/// Asks a server that can tell what its role may do beyond reading; the grants of a safe role are the remedy.
std::optional<CheckUp> examine_role(Connections& connections, const std::string& name, const core::Cancel& cancel) {
  auto server = connections.open(name, cancel);
  if (!server) return std::nullopt;  // said already
  auto tools = (*server)->client->list_tools();
  if (!tools || std::ranges::find(*tools, "check_role", &mcp::Tool::name) == tools->end()) return std::nullopt;
  const std::string subject = "role of " + name;
  auto reply = (*server)->client->call_tool("check_role", core::Json::object());
  if (!reply) return failed(subject, reply.error());
  if (reply->is_error) return failed(subject, mcp::error_in(*reply, name, "check_role"));
  const std::string role = reply->structured.text("role");
  if (reply->structured.boolean("safe"))
    return CheckUp{subject, true, {role + " can only read", role + " ne peut que lire"}, {}};
  core::Bilingual seen{role + " may do more than read", role + " peut faire plus que lire"};
  const core::Json* privileges = reply->structured.find("privileges");
  for (const core::Json& privilege : privileges != nullptr && privileges->if_array() ? *privileges->if_array() : core::JsonArray{})
    if (const core::Json* message = privilege.find("message")) {
      seen.en += "; " + message->text("en");
      seen.fr += " ; " + message->text("fr");
    }
  const std::string grants = reply->structured.text("grants");
  return CheckUp{subject, false, std::move(seen),
                 {"Use a role that can only read:\n" + grants, "Prenez un rôle qui ne peut que lire :\n" + grants}};
}

CheckUp examine_models(const Config& config) {
  LoadedModels models;
  auto loaded = models.load(config);
  if (!loaded) return failed("model", loaded.error());
  const std::string name = loaded->model != nullptr ? loaded->model->identity().text("name") : "none";
  return {"model", true, {name, name}, {}};
}

CheckUp examine_store(const Config& config) {
  std::error_code ignored;
  const std::filesystem::path place = std::filesystem::exists(config.store, ignored) ? config.store : config.store.parent_path();
  if (::access(place.c_str(), W_OK) == 0) return {"evidence", true, {config.store.string(), config.store.string()}, {}};
  return {"evidence", false, {place.string() + " is not writable", place.string() + " n'est pas inscriptible"},
          {"Give yourself the right to write there.", "Donnez-vous le droit d'y écrire."}};
}

}  // namespace

std::vector<CheckUp> examine(const Config& config, const core::Cancel& cancel) {
  std::vector<CheckUp> checks;
  Connections connections(config.servers, config.start_timeout_ms);
  for (const mcp::ServerEntry& entry : config.servers.servers) {
    checks.push_back(examine_server(connections, entry.name, cancel));
    if (auto role = examine_role(connections, entry.name, cancel)) checks.push_back(std::move(*role));
  }
  checks.push_back(examine_models(config));
  checks.push_back(examine_store(config));
  return checks;
}

}  // namespace recoupe::run
