// recoupe model prompt, accept: any model can be tried by hand, through the validation that every model's plan passes.
#include <iostream>
#include <memory>

#include "cli/model_verbs.hpp"
#include "cli/plan_input.hpp"
#include "run/model_files.hpp"

namespace recoupe::cli {
namespace {

using core::Json;

Json to_json(const planner::AuthorPrompt& prompt) {
  Json messages = Json::array({Json::object({{"role", "system"}, {"content", prompt.system}})});
  for (const planner::AuthorTurn& turn : prompt.turns)
    messages.push(Json::object({{"role", turn.from_model ? "assistant" : "user"}, {"content", turn.text}}));
  return Json::object({{"messages", std::move(messages)}, {"schema", prompt.schema}});
}

int prompt(const Options& options, const std::string& instruction) {
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  const auto request = request_of(options, instruction, {});
  if (!request) return fail(options, request.error());
  const auto asked = (*session)->model_prompt(*request, interrupt());
  if (!asked) return fail(options, asked.error());
  if (options.format != "json") {
    std::string text = asked->system;
    for (const planner::AuthorTurn& turn : asked->turns) text += "\n" + turn.text + "\n";
    return write_text(options, text);
  }
  const auto sent = run::request_body((*session)->config(), *asked);
  if (!sent) return fail(options, sent.error());
  return write_text(options, (sent->is_null() ? to_json(*asked) : *sent).pretty() + "\n");
}

struct AcceptArguments {
  std::string file;
  std::string instruction;
  bool runs = false;
};

int show_accepted(const Options& options, const run::Proposed& proposed) {
  if (proposed.report.error) return write(options, proposed.report);
  if (options.format == "json") return write_text(options, render::to_json(proposed.report, 0).pretty() + "\n");
  return write_text(options, proposed.report.understood + "\n\n" + proposed.report.plan_text + "\n");
}

/// Takes an answer's plan as one that a person wrote: there is nothing to hold its literals to.
core::Result<run::Request> request_without_instruction(const Options& options, const std::string& text) {
  RECOUPE_TRY(answer, planner::read_answer(text));
  if (answer.outcome == planner::Outcome::plan) return request_of(options, {}, answer.plans.front());
  return core::fail({.code = core::Code::usage,
                     .origin = core::Origin::user,
                     .stage = "cli",
                     .message = {"The answer is no plan: " + answer.words, "La réponse n'est pas un plan : " + answer.words},
                     .remedy = {"Say what was asked with --instruction.", "Dites ce qui était demandé par --instruction."}});
}

int accept(const Options& options, const AcceptArguments& given) {
  const auto text = read_plan(given.file);
  if (!text) return fail(options, text.error());
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto request = given.instruction.empty() ? request_without_instruction(options, *text) : request_of(options, given.instruction, {});
  if (!request) return fail(options, request.error());
  if (!given.instruction.empty()) request->model_answer = *text;
  if (given.runs) return write(options, (*session)->answer(*request, interrupt()));
  return show_accepted(options, (*session)->propose(*request, interrupt()));
}

}  // namespace

void add_model_answer(CLI::App& model, Registry registry) {
  CLI::App* prompt_command = model.add_subcommand("prompt", "Print what a hosted model would be sent for an instruction; nothing is sent");
  auto instruction = std::make_shared<std::string>();
  prompt_command->add_option("instruction", *instruction, "What you want to know")->required();
  prompt_command->callback([instruction, &chosen = registry.chosen] {
    chosen = [instruction](const Options& options) { return prompt(options, *instruction); };
  });
  CLI::App* accept_command = model.add_subcommand("accept", "Take a model's answer through the validation that every model's plan passes");
  auto given = std::make_shared<AcceptArguments>();
  accept_command->add_option("file", given->file, "The answer, or - for standard input")->required();
  accept_command->add_option("--instruction", given->instruction, "What the model was asked: the literals of its plan are held to it");
  accept_command->add_flag("--run", given->runs, "Run the plan");
  accept_command->callback([given, &chosen = registry.chosen] {
    chosen = [given](const Options& options) { return accept(options, *given); };
  });
}

}  // namespace recoupe::cli
