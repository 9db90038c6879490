#include <unistd.h>

#include <iostream>
#include <memory>

#include "cli/options.hpp"

namespace recoupe::cli {
namespace {

/// Shows the readings and, at a terminal, lets the person choose one; gives the chosen plan's text or "".
std::string choose(const render::Report& report) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0 || report.choices.empty()) return {};
  std::cout << (report.language == core::Language::fr ? "Votre choix (1-" : "Your choice (1-") << report.choices.size() << ") : "
            << std::flush;
  std::size_t number = 0;
  if (!(std::cin >> number) || number < 1 || number > report.choices.size()) return {};
  return report.choices[number - 1].plan;
}

core::Error nothing_asked() {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {"the instruction is empty", "l'instruction est vide"},
          .remedy = {"Say what you want to know, in French or English.", "Dites ce que vous voulez savoir, en français ou en anglais."}};
}

int ask(const Options& options, const std::string& instruction) {
  if (instruction.find_first_not_of(" \t\r\n") == std::string::npos) return fail(options, nothing_asked());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto now = now_of(options);
  if (!now) return fail(options, now.error());
  run::Request request;
  request.instruction = instruction;
  request.now = *now;
  const render::Report report = (*session)->answer(request, interrupt());
  const int code = write(options, report, instruction);
  if (report.status != render::Status::clarify || options.format != "human") return code;
  request.instruction.clear();
  request.plan_text = choose(report);
  request.language = report.language;
  return request.plan_text.empty() ? code : write(options, (*session)->answer(request, interrupt()), request.plan_text);
}

}  // namespace

void add_ask(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("ask", "Answer an instruction in French or English");
  auto instruction = std::make_shared<std::string>();
  command->add_option("instruction", *instruction, "What you want to know")->required();
  command->add_flag("--fail-on-findings", registry.options.fail_on_findings, "Exit with 1 where a finding is not ok");
  command->callback([instruction, &chosen = registry.chosen] {
    chosen = [instruction](const Options& options) { return ask(options, *instruction); };
  });
}

}  // namespace recoupe::cli
