// recoupe model: its verbs; eval: how right the planner is on a file of cases, in the project's own databases.
#include <array>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/model_verbs.hpp"
#include "core/clock.hpp"
#include "run/evaluation.hpp"

namespace recoupe::cli {
namespace {

core::Error unreadable(const std::string& path) {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {path + " can't be read", path + " ne peut pas être lu"},
          .remedy = {"Name a file of cases, one JSON object a line (docs/planner.md).",
                     "Nommez un fichier de cas, un objet JSON par ligne (docs/planner.md)."}};
}

core::Result<std::vector<run::EvaluationCase>> read_cases(const std::string& path) {
  std::ifstream file(path);
  if (!file) return core::fail(unreadable(path));
  std::vector<run::EvaluationCase> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    RECOUPE_TRY(one, run::evaluation_case(line));
    cases.push_back(std::move(one));
  }
  return cases;
}

using Counts = std::array<int, 6>;

std::string summary_of(const Counts& counts, core::Language language) {
  int total = 0;
  for (const int count : counts) total += count;
  std::string text = std::to_string(total) + (language == core::Language::fr ? " cas" : " cases");
  for (std::size_t i = 0; i < counts.size(); ++i)
    text += (i == 0 ? ": " : ", ") + std::string(name_of(static_cast<run::EvaluationOutcome>(i))) + " " + std::to_string(counts[i]);
  return text + "\n";
}

int evaluate(const Options& options, const std::string& path) {
  auto cases = read_cases(path);
  if (!cases) return fail(options, cases.error());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto now = now_of(options);
  if (!now) return fail(options, now.error());
  Counts counts{};
  std::string text;
  for (const run::EvaluationCase& one : *cases) {
    if (interrupt().requested()) return core::exit_code_of(core::Code::interrupted);
    const run::Evaluated evaluated = run::evaluate(**session, one, now->value_or(core::system_now()), interrupt());
    ++counts[static_cast<std::size_t>(evaluated.outcome)];
    if (options.format == "json") text += run::to_json(one, evaluated).dump() + "\n";
    else text += one.id + "  " + std::string(name_of(evaluated.outcome)) + "  " + one.instruction + "\n";
  }
  if (options.format != "json") text += summary_of(counts, language_of(options));
  return write_text(options, text);
}

}  // namespace

void add_model(Registry registry) {
  CLI::App* model = registry.app.add_subcommand("model", "The planner's model: which one, what it is sent, how right it is");
  model->require_subcommand(1);
  CLI::App* eval = model->add_subcommand("eval", "Answer a file of cases and compare the answers with those of their plans");
  auto path = std::make_shared<std::string>();
  eval->add_option("cases", *path, "JSON lines: instruction, kind, plan or readings")->required();
  eval->callback([path, &chosen = registry.chosen] {
    chosen = [path](const Options& options) { return evaluate(options, *path); };
  });
  add_model_choice(*model, registry);
  add_model_answer(*model, registry);
}

}  // namespace recoupe::cli
