// One server, from the outside in: secrets in its entry, reachable, tools, what it lets read, its role, what its kind can't do.
#include "core/clock.hpp"
#include "mcp/eras.hpp"
#include "run/doctor_checks.hpp"
#include "wire/redact.hpp"

namespace recoupe::run {
namespace {

using core::Bilingual;

/// Arguments stand in the list of processes for everybody on the machine to read. Our own servers run in this program.
std::optional<CheckUp> examine_secrets(const mcp::ServerEntry& entry, const sources::dialect::Quirks* quirks) {
  if (entry.own() || entry.kind != mcp::EntryKind::stdio || wire::secrets_of(entry.args, {}).empty()) return std::nullopt;
  CheckUp check{.server = entry.name,
                .check = "secrets",
                .verdict = Verdict::warning,
                .seen = {"a password stands in the arguments of its command, where every user of this machine can read it",
                         "un mot de passe figure dans les arguments de sa commande, où tout utilisateur de cette machine peut le lire"},
                .remedy = {"Give it by a variable in the entry's env where the server takes one.",
                           "Donnez-le par une variable dans env de l'entrée si le serveur en accepte une."}};
  if (quirks != nullptr) check.remedy = quirks->secret_place;
  return check;
}

CheckUp say_reachable(const mcp::Client& client, const std::string& name, std::int64_t ms) {
  const std::string& version = client.protocol_version();
  const std::string program = client.server_info().name + " " + client.server_info().version;
  const std::string time = std::to_string(ms) + " ms";
  const bool is_modern = version == mcp::modern_version;
  return {.server = name,
          .check = "reachable",
          .seen = {program + ", MCP " + version + (is_modern ? " (modern era), " : " (legacy era), ") + time,
                   program + ", MCP " + version + (is_modern ? " (ère moderne), " : " (ère ancienne), ") + time}};
}

/// Tells how many there are: French has its plural from two on, English also for none.
Bilingual counted(std::size_t count, const Bilingual& thing) {
  const std::string number = std::to_string(count) + " ";
  return {number + thing.en + (count == 1 ? "" : "s"), number + thing.fr + (count > 1 ? "s" : "")};
}

CheckUp say_tools(const std::vector<mcp::Tool>& tools, const sources::dialect::Quirks& quirks, const std::string& name) {
  std::string names;
  for (const mcp::Tool& tool : tools) names += (names.empty() ? "" : ", ") + tool.name;
  const std::string dialect(quirks.name);
  return {.server = name,
          .check = "tools",
          .seen = {counted(tools.size(), {"tool", "outil"}).en + ", dialect " + dialect + ": " + names,
                   counted(tools.size(), {"tool", "outil"}).fr + ", dialecte " + dialect + " : " + names}};
}

CheckUp say_readable(const catalog::Source& source, const std::string& name) {
  const Bilingual tables = counted(source.tables.size(), {"table", "table"});
  const std::string agreement = source.tables.size() > 1 ? "s" : "";
  CheckUp check{.server = name,
                .check = "reading",
                .seen = {source.product + ", " + tables.en + " readable", source.product + ", " + tables.fr + " lisible" + agreement}};
  if (!source.tables.empty()) return check;
  check.verdict = Verdict::warning;
  check.remedy = {"Check the database's name in its connection, and that the role may read its tables.",
                  "Vérifiez le nom de la base dans sa connexion, et que le rôle peut lire ses tables."};
  return check;
}

void say_quirks(const sources::dialect::Quirks& quirks, const std::string& name, std::vector<CheckUp>& checks) {
  checks.push_back({.server = name, .check = "writes", .verdict = Verdict::note, .seen = quirks.writes});
  for (const Bilingual& limit : quirks.cannot)
    checks.push_back({.server = name, .check = "cannot", .verdict = Verdict::note, .seen = limit});
}

}  // namespace

std::vector<CheckUp> examine_server(Connections& connections, const mcp::ServerEntry& entry, const core::Cancel& cancel) {
  std::vector<CheckUp> checks;
  const std::string& name = entry.name;
  const std::int64_t began_ms = core::monotonic_ms();
  auto opened = connections.open(name, cancel);
  const std::int64_t took_ms = core::monotonic_ms() - began_ms;
  if (auto secrets = examine_secrets(entry, opened ? (*opened)->quirks : nullptr)) checks.push_back(*std::move(secrets));
  if (!opened) {
    checks.push_back(failed(name, "reachable", opened.error()));
    return checks;
  }
  OpenServer& server = **opened;
  checks.push_back(say_reachable(*server.client, name, took_ms));
  auto tools = server.client->list_tools();
  if (!tools) {
    checks.push_back(failed(name, "tools", tools.error()));
    return checks;
  }
  checks.push_back(say_tools(*tools, *server.quirks, name));
  auto source = server.reader->read(*server.client, name, cancel);
  checks.push_back(source ? say_readable(*source, name) : failed(name, "reading", source.error()));
  if (source) checks.push_back(examine_role(server, *tools, name, cancel));
  say_quirks(*server.quirks, name, checks);
  return checks;
}

}  // namespace recoupe::run
