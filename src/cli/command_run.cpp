#include <iostream>
#include <memory>

#include "cli/plan_input.hpp"
#include "cli/watch.hpp"

namespace recoupe::cli {
namespace {

/// Runs every plan of a file, each with its own evidence.
int run_plans(const Options& options, const std::string& path, run::Session& session) {
  auto text = read_plan(path);
  if (!text) return fail(options, text.error());
  auto input = plans_of(options, *text, session);
  if (!input) return fail(options, input.error(), *text);
  return for_each_plan(options, *input, [&](const Options& each, const plan::FilePlan& plan) {
    auto request = request_of(options, "", plan.text);
    if (!request) return fail(options, request.error());
    render::Report report = session.answer(*request, interrupt());
    place_in_file(report, plan);
    return write(each, report, input->text);
  });
}

core::Error unwatchable() {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {"standard input can't be watched", "l'entrée standard ne peut pas être surveillée"},
          .remedy = {"Name a file with --watch.", "Nommez un fichier avec --watch."}};
}

void tell_that_it_waits(const Options& options, const std::string& path) {
  if (options.quiet) return;
  const core::Bilingual words{path + ": runs again when it is saved; Ctrl-C ends",
                              path + " : sera relancé à chaque enregistrement ; Ctrl-C pour finir"};
  std::cerr << "— " << words.in(language_of(options)) << "\n" << std::flush;
}

int run(const Options& options, const std::string& path, bool watching) {
  if (watching && path == standard_input) return fail(options, unwatchable());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  if (!watching) return run_plans(options, path, **session);
  return watch(path, [&] {
    run_plans(options, path, **session);
    if (!interrupt().requested()) tell_that_it_waits(options, path);
  });
}

}  // namespace

void add_run(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("run", "Run the plans of a file, written in the plan language");
  auto file = std::make_shared<std::string>();
  auto watching = std::make_shared<bool>(false);
  command->add_option("plan", *file, "File with one or several plans, or - for standard input")->required();
  add_param(*command, registry.options);
  command->add_flag("--watch", *watching, "Run again whenever the file is saved, until Ctrl-C");
  command->add_flag("--fail-on-findings", registry.options.fail_on_findings, "Exit with 1 where a finding is not ok");
  add_no_pass(*command, registry.options);
  command->callback([file, watching, &chosen = registry.chosen] {
    chosen = [file, watching](const Options& options) { return run(options, *file, *watching); };
  });
}

}  // namespace recoupe::cli
