// The program `recoupe`: chooses the command, runs it, gives its exit code (DESIGN.md "Interfaces").
#include <clocale>
#include <iostream>

#include "cli/options.hpp"
#include "plan/keywords.hpp"

namespace {

/// Says that there is no such command, with the nearest that there is.
recoupe::core::Error no_such_command(const CLI::App& app, const std::string& word) {
  using namespace recoupe;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::vector<std::string> near = plan::nearest(word, known);
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {"there is no command " + word, "il n'y a pas de commande " + word},
          .remedy = near.empty() ? core::Bilingual{"`recoupe --help` lists them.", "`recoupe --help` les énumère."}
                                 : core::Bilingual{"Did you mean " + near.front() + "?", "Vouliez-vous dire " + near.front() + " ?"}};
}

}  // namespace

int main(int argc, char** argv) {
  using namespace recoupe;
  CLI::App app("Ask in French or English; get a cross-database audit that you can read, re-run and prove.", "recoupe");
  cli::Options options;
  cli::Command chosen;
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "recoupe " RECOUPE_VERSION);
  app.add_option("--config", options.overrides.mcp_json, "The .mcp.json to use (default: looked for upward)");
  app.add_option("--now", options.now, "The instant that stands for now, RFC 3339");
  app.add_option("--tz", options.overrides.time_zone, "Time zone, for example Europe/Paris");
  app.add_option("--model", options.overrides.model, "local, permissive, none, a path to a GGUF file, hf://…, hf-router://… or http(s)://host/v1#model (docs/models.md)");
  app.add_option("--lang", options.overrides.language, "fr or en (default: the instruction's)")->check(CLI::IsMember({"fr", "en"}));
  app.add_option("--format", options.format, "Output")->check(CLI::IsMember({"human", "json", "csv", "html"}))->capture_default_str();
  app.add_option("--rows", options.rows, "Rows shown at most, or all")->capture_default_str();
  app.add_option("-o,--output", options.output, "File to write instead of standard output");
  app.add_option("--log-level", options.overrides.log_level, "Tell of every call on standard error (docs/monitoring.md)")
      ->check(CLI::IsMember({"none", "error", "warning", "info", "debug"}));
  app.add_flag("-q,--quiet", options.quiet, "No progress on standard error");
  for (auto add : {cli::add_ask, cli::add_run, cli::add_plan, cli::add_catalog, cli::add_evidence, cli::add_mcp, cli::add_model,
                   cli::add_completion})
    add({app, options, chosen});
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool unknown_command = app.get_subcommands().empty() && !app.remaining().empty() && !app.remaining().front().starts_with('-');
    if (error.get_exit_code() != 0 && unknown_command) return cli::fail(options, no_such_command(app, app.remaining().front()));
    const int code = app.exit(error);
    return code == 0 ? 0 : core::exit_code_of(core::Code::usage);
  }
  return chosen(options);
}
