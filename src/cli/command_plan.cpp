#include <iostream>
#include <memory>
#include <sstream>

#include "cli/plan_input.hpp"
#include "cli/plan_text.hpp"
#include "plan/grammar.hpp"
#include "plan/json_schema.hpp"
#include "render/explanation.hpp"

namespace recoupe::cli {
namespace {

constexpr const char* as_plan = "plan";  // --format plan: canonical text

/// What `recoupe plan` was given.
struct PlanArguments {
  std::string instruction;
  std::string file;
  std::string at;
  bool explain = false;
  bool schema = false;
  bool grammar = false;
  bool complete = false;
  bool check = false;
  bool write = false;
};

std::string candidates_text(const run::Proposed& proposed) {
  std::ostringstream out;
  int rank = 0;
  for (const planner::Candidate& candidate : proposed.candidates) {
    out << "\n#" << ++rank << "  score " << candidate.score << "\n" << plan::text_of(candidate.plan) << "\n   ";
    for (const auto& [part, score] : candidate.parts) out << " " << part << " " << score << ";";
    for (const std::string& word : candidate.unexplained) out << " unexplained: " << word << ";";
    out << "\n";
  }
  return out.str();
}

core::Json candidates_json(const run::Proposed& proposed) {
  core::Json candidates = core::Json::array();
  for (const planner::Candidate& candidate : proposed.candidates) {
    core::Json parts = core::Json::object();
    for (const auto& [part, score] : candidate.parts) parts.set(part, score);
    candidates.push(core::Json::object({{"plan", plan::text_of(candidate.plan)}, {"score", candidate.score}, {"parts", parts}}));
  }
  return candidates;
}

core::Json budgets_json(const run::Config& config) {
  return core::Json::object({{"fetch_rows_max", config.budgets.rows_max},
                             {"fetch_bytes_max", config.budgets.bytes_max},
                             {"call_timeout_ms", config.budgets.call_timeout_ms},
                             {"memory_bytes_max", config.memory_bytes_max}});
}

/// Writes a plan that was not run, with what it would do where that was asked for.
int write_proposed(const Options& options, const run::Proposed& proposed, const run::Config& config,
                   const std::optional<physical::Explanation>& explanation, bool explain) {
  const core::Language language = proposed.report.language;
  if (options.format == "json") {
    core::Json json = render::to_json(proposed.report, 0);
    if (explain) json.set("candidates", candidates_json(proposed));
    if (explanation) {
      json.set("fetches", physical::to_json(*explanation, language));
      json.set("budgets", budgets_json(config));
    }
    const int written = write_text(options, (options.append ? json.dump() : json.pretty()) + "\n");
    return proposed.report.error ? core::exit_code_of(proposed.report.error->code) : written;
  }
  if (options.format == as_plan) return write_text(options, proposed.report.plan_text + "\n");
  std::string text = proposed.report.understood + "\n\n" + proposed.report.plan_text + "\n";
  if (explain) text += candidates_text(proposed);
  if (explanation)
    text += "\n" + render::explanation_text(*explanation, config.budgets, config.memory_bytes_max, language);
  return write_text(options, text);
}

int show_plan(const Options& options, run::Session& session, const run::Request& request, const plan::FilePlan& plan,
              std::string_view text, bool explain) {
  run::Proposed proposed = session.propose(request, interrupt());
  place_in_file(proposed.report, plan);
  if (proposed.report.error && options.format != "json") {
    if (explain) std::cerr << candidates_text(proposed);
    return write(options, proposed.report, text);
  }
  std::optional<physical::Explanation> explanation;
  if (explain && proposed.physical) {
    auto explained = session.explain(*proposed.physical, interrupt());
    if (!explained) return fail(options, explained.error());
    explanation = *std::move(explained);
  }
  return write_proposed(options, proposed, session.config(), explanation, explain);
}

/// Shows the plan of an instruction, or those of a file.
int show_plans(const Options& options, const PlanArguments& given) {
  std::string text;
  if (!given.file.empty()) {
    auto read = read_plan(given.file);
    if (!read) return fail(options, read.error());
    text = *std::move(read);
  }
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  core::Result<PlanInput> input = PlanInput{given.instruction, {{.text = {}, .name = {}, .place = {}}}};
  if (given.instruction.empty()) input = plans_of(options, text, **session);
  if (!input) return fail(options, input.error(), text);
  return for_each_plan(options, *input, [&](const Options& each, const plan::FilePlan& plan) {
    auto request = request_of(options, given.instruction, plan.text);
    if (!request) return fail(options, request.error());
    return show_plan(each, **session, *request, plan, input->text, given.explain);
  });
}

int answer(const Options& options, const PlanArguments& given) {
  if (given.schema) return write_text(options, plan::plan_schema().pretty() + "\n");
  if (given.grammar) return write_text(options, plan::plan_grammar());
  if (given.complete) return complete_plan(options, given.file, given.at);
  if (given.check) return format_plans(options, given.file, Formatting::check);
  if (given.write) return format_plans(options, given.file, Formatting::write);
  if (options.format == as_plan && !given.file.empty()) return format_plans(options, given.file, Formatting::print);
  return show_plans(options, given);
}

}  // namespace

void add_plan(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("plan", "Show the plan of an instruction, or of a plan file, without running it");
  auto given = std::make_shared<PlanArguments>();
  command->add_option("instruction", given->instruction, "What you want to know");
  CLI::Option* file = command->add_option("--file", given->file, "A file with plans, or -")->excludes("instruction");
  add_param(*command, registry.options)->needs(file);
  add_no_pass(*command, registry.options);
  command->add_flag("--explain", given->explain, "What each part of the score contributed, and what would be fetched");
  command->add_option("--format", registry.options.format, "human, json, or plan: the canonical text alone (also: --format without a value)")
      ->expected(0, 1)
      ->default_str(as_plan)
      ->check(CLI::IsMember({"human", "json", as_plan}));
  command->add_flag("--check", given->check, "Exit with 1 where the file is not in canonical form")->needs(file);
  command->add_flag("--write", given->write, "Write the file in canonical form")->needs(file)->excludes("--check");
  command->add_flag("--schema", given->schema, "Print the JSON Schema of plans");
  command->add_flag("--grammar", given->grammar, "Print the grammar of plans for models, in GBNF");
  CLI::Option* at = command->add_option("--at", given->at, "LINE:COLUMN, from 1")->needs(file);
  command->add_flag("--complete", given->complete, "Print what could stand at --at, as JSON")->needs(file)->needs(at);
  command->callback([given, &chosen = registry.chosen] {
    if (given->instruction.empty() && given->file.empty() && !given->schema && !given->grammar)
      throw CLI::RequiredError("instruction or --file");
    chosen = [given](const Options& options) { return answer(options, *given); };
  });
}

}  // namespace recoupe::cli
