#include <array>
#include <iostream>
#include <memory>
#include <sstream>

#include "catalog/snapshot.hpp"
#include "cli/options.hpp"
#include "run/doctor.hpp"

namespace recoupe::cli {
namespace {

std::string name_of(const catalog::FieldRef& field) {
  return field.server + (field.schema.empty() ? "" : "." + field.schema) + "." + field.table + "." + catalog::text_of(field.path);
}

void write_field(std::ostringstream& out, const catalog::Field& field) {
  out << "    " << catalog::text_of(field.path) << "  " << core::name_of(field.type);
  if (field.unique) out << "  key";
  if (field.may_be_missing) out << "  missing " << static_cast<int>(field.missing_share * 100 + 0.5) << "%";
  if (!field.known_values.empty()) {
    out << "  {";
    for (std::size_t i = 0; i < field.known_values.size(); ++i) out << (i ? ", " : "") << field.known_values[i];
    out << "}";
  }
  if (!field.comment.empty()) out << "  -- " << field.comment;
  out << "\n";
}

std::string text_of(const catalog::Snapshot& snapshot) {
  std::ostringstream out;
  for (const catalog::Source& source : snapshot.catalog.sources) {
    out << source.server << "  (" << source.product << ")\n";
    for (const catalog::Table& table : source.tables) {
      out << "  " << (table.schema.empty() ? "" : table.schema + ".") << table.name;
      if (table.row_count >= 0) out << "  " << table.row_count << " rows";
      if (!table.comment.empty()) out << "  -- " << table.comment;
      out << "\n";
      for (const catalog::Field& field : table.fields) write_field(out, field);
    }
  }
  if (!snapshot.catalog.relations.empty()) out << "relations\n";
  for (const catalog::Relation& relation : snapshot.catalog.relations)
    out << "  " << name_of(relation.left) << " -> " << name_of(relation.right) << "  (" << relation.why << ")\n";
  out << snapshot.digest << "  read " << core::text_of(snapshot.read_at) << "\n";
  return out.str();
}

int show_catalog(const Options& options, bool refresh) {
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto snapshot = (*session)->catalog(refresh, interrupt());
  if (!snapshot) return fail(options, snapshot.error());
  if (options.format != "json") return write_text(options, text_of(*snapshot));
  return write_text(options, core::Json::object({{"digest", snapshot->digest},
                                                 {"read_at", core::text_of(snapshot->read_at)},
                                                 {"catalog", catalog::to_json(snapshot->catalog)}}).pretty() + "\n");
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> french_checks = {{{"reachable", "accessible"},
                                                                                          {"tools", "outils"},
                                                                                          {"reading", "lecture"},
                                                                                          {"role", "rôle"},
                                                                                          {"writes", "écriture"},
                                                                                          {"cannot", "ne sait pas"},
                                                                                          {"secrets", "secrets"},
                                                                                          {"model", "modèle"},
                                                                                          {"evidence", "preuves"},
                                                                                          {"log", "journal"},
                                                                                          {"servers", "serveurs"}}};

std::string subject_of(const run::CheckUp& check, core::Language language) {
  std::string_view name = check.check;
  const bool french = language == core::Language::fr;
  for (const auto& [en, fr] : french_checks)
    if (french && en == name) name = fr;
  if (check.server.empty()) return std::string(name);
  return (french ? "serveur " : "server ") + check.server + ", " + std::string(name);
}

/// Sets the lines of a remedy in under its check.
std::string indented(const std::string& text) {
  std::string out = "        → ";
  for (const char c : text) out += c == '\n' ? "\n          " : std::string(1, c);
  return out + "\n";
}

int doctor(const Options& options) {
  auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  listen_for_interrupt();
  const core::Language language = language_of(options);
  core::Json list = core::Json::array();
  std::string text;
  int code = 0;
  for (const run::CheckUp& check : run::examine(*config, interrupt())) {
    const bool passes = check.verdict != run::Verdict::failure;
    if (!passes) code = core::exit_code_of(core::Code::unreachable);
    list.push(core::Json::object({{"server", check.server.empty() ? core::Json() : core::Json(check.server)},
                                  {"check", check.check},
                                  {"verdict", run::name_of(check.verdict)},
                                  {"passes", passes},
                                  {"seen", check.seen.in(language)},
                                  {"remedy", check.remedy.in(language)}}));
    std::string verdict(run::name_of(check.verdict));
    verdict.resize(8, ' ');
    text += verdict + subject_of(check, language) + (language == core::Language::fr ? " : " : ": ") + check.seen.in(language) + "\n";
    if (!check.remedy.empty()) text += indented(check.remedy.in(language));
  }
  write_text(options, options.format == "json" ? list.pretty() + "\n" : text);
  return code;
}

int show_config(const Options& options) {
  auto config = run::load_config(options.overrides);
  if (!config) return fail(options, config.error());
  core::Json json = core::Json::object({{"mcp_json", config->mcp_json.string()}, {"store", config->store.string()}});
  std::string text = "mcp_json  " + config->mcp_json.string() + "\nstore  " + config->store.string() + "\n";
  core::Json settings = core::Json::array();
  for (const run::Setting& setting : config->settings) {
    settings.push(core::Json::object({{"name", setting.name}, {"value", setting.value}, {"origin", setting.origin}}));
    text += setting.name + "  " + setting.value + "  (" + setting.origin + ")\n";
  }
  json.set("settings", std::move(settings));
  for (const mcp::ServerEntry& entry : config->servers.servers) text += "server  " + entry.name + "  " + entry.command + "\n";
  return write_text(options, options.format == "json" ? json.pretty() + "\n" : text);
}

}  // namespace

void add_catalog(Registry registry) {
  CLI::App* catalog = registry.app.add_subcommand("catalog", "Show what the sources hold and how they relate");
  auto refresh = std::make_shared<bool>(false);
  catalog->add_flag("--refresh", *refresh, "Read every source again");
  catalog->callback([refresh, &chosen = registry.chosen] {
    chosen = [refresh](const Options& options) { return show_catalog(options, *refresh); };
  });
  CLI::App* check = registry.app.add_subcommand("doctor", "Check servers, model and evidence, with a remedy for each failure");
  check->callback([&chosen = registry.chosen] { chosen = doctor; });
  CLI::App* config = registry.app.add_subcommand("config", "The configuration");
  config->require_subcommand(1);
  CLI::App* show = config->add_subcommand("show", "Every setting and where it comes from");
  show->callback([&chosen = registry.chosen] { chosen = show_config; });
}

}  // namespace recoupe::cli
