#include "run/doctor.hpp"

#include <unistd.h>

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
  Connections connections(config.servers);
  for (const mcp::ServerEntry& entry : config.servers.servers) checks.push_back(examine_server(connections, entry.name, cancel));
  checks.push_back(examine_models(config));
  checks.push_back(examine_store(config));
  return checks;
}

}  // namespace recoupe::run
