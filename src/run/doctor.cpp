#include "run/doctor.hpp"

#include <unistd.h>

#include <array>
#include <iterator>
#include <ranges>

#include "monitor/span.hpp"
#include "run/doctor_checks.hpp"
#include "run/model_files.hpp"

namespace recoupe::run {
namespace {

CheckUp examine_models(const Config& config, const core::Cancel& cancel) {
  const auto parts = parts_of_model(config.model, config);
  if (!parts) return failed({}, "model", parts.error());
  std::string names;
  for (const ModelPart& part : *parts) {
    names += (names.empty() ? "" : ", ") + part.name;
    if (part.is_there || !part.file.empty()) continue;  // a file that is not there is an error of loading it
    return {.check = "model", .verdict = Verdict::note, .seen = {part.name + " is not in the cache yet", part.name + " n'est pas encore dans le cache"},
            .remedy = {"`recoupe model fetch` downloads it; so does the first question.", "`recoupe model fetch` le télécharge ; la première question aussi."}};
  }
  LoadedModels models;
  const auto loaded = models.load(config, {}, cancel);
  if (!loaded) return failed({}, "model", loaded.error());
  if (names.empty()) names = config.model;
  return {.check = "model", .seen = {names, names}};
}

/// Looks whether a folder can be written, or made where it is not there yet.
CheckUp examine_folder(std::string check, const std::filesystem::path& folder) {
  std::filesystem::path place = folder;
  std::error_code ignored;
  while (!std::filesystem::exists(place, ignored) && place.has_relative_path()) place = place.parent_path();
  if (::access(place.c_str(), W_OK) == 0) return {.check = std::move(check), .seen = {folder.string(), folder.string()}};
  return {.check = std::move(check),
          .verdict = Verdict::failure,
          .seen = {place.string() + " is not writable", place.string() + " n'est pas inscriptible"},
          .remedy = {"Give yourself the right to write there.", "Donnez-vous le droit d'y écrire."}};
}

CheckUp no_server(const Config& config) {
  const std::string file = config.mcp_json.filename().string();
  return {.check = "servers",
          .verdict = Verdict::warning,
          .seen = {file + " names no server: nothing can be asked", file + " ne nomme aucun serveur : rien ne peut être demandé"},
          .remedy = {"Add one under mcpServers (docs/configuration.md shows how).",
                     "Ajoutez-en un sous mcpServers (docs/configuration.md montre comment)."}};
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 4> names = {"ok", "note", "warning", "failure"};
  return names[static_cast<std::size_t>(verdict)];
}

CheckUp failed(std::string server, std::string check, const core::Error& error) {
  return {.server = std::move(server), .check = std::move(check), .verdict = Verdict::failure, .seen = error.message, .remedy = error.remedy};
}

std::vector<CheckUp> examine(const Config& config, const core::Cancel& cancel) {
  const auto monitor = make_monitor(config.log);
  const monitor::Span span(*monitor, "recoupe.doctor", {});
  std::vector<CheckUp> checks;
  if (config.servers.servers.empty()) checks.push_back(no_server(config));
  Connections connections(config);
  for (const mcp::ServerEntry& entry : config.servers.servers)
    std::ranges::move(examine_server(connections, entry, cancel), std::back_inserter(checks));
  checks.push_back(examine_models(config, cancel));
  checks.push_back(examine_folder("evidence", config.store));
  if (config.log.file) checks.push_back(examine_folder("log", config.log.folder));
  return checks;
}

}  // namespace recoupe::run
