#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>

#include "cli/options.hpp"
#include "core/limits.hpp"
#include "render/explanation.hpp"

namespace recoupe::cli {
namespace {

/// Reads a plan from a file, or from standard input where the name is "-".
core::Result<std::string> read_plan(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if ((path != "-" && !file.is_open()) || text.size() > core::limits::plan_bytes_max)
    return core::fail({.code = core::Code::usage,
                       .origin = core::Origin::user,
                       .stage = "cli",
                       .message = {path + " can't be read as a plan", path + " ne peut pas être lu comme un plan"},
                       .remedy = {"Name a file with a plan in the plan language (docs/language.md), or - for standard input.",
                                  "Nommez un fichier contenant un plan (docs/language.md), ou - pour l'entrée standard."}});
  return text;
}

/// A plan file begins with FROM; anything else is an instruction.
core::Result<run::Request> request_of(const Options& options, const std::string& plan_file, const std::string& instruction) {
  run::Request request;
  request.instruction = instruction;
  if (instruction.empty()) {
    RECOUPE_TRY(text, read_plan(plan_file));
    request.plan_text = std::move(text);
  }
  RECOUPE_TRY(now, now_of(options));
  request.now = now;
  for (const std::string& name : options.passes_off) request.passes.turn_off(name);  // CLI11 has checked the names
  return request;
}

int run_plan(const Options& options, const std::string& plan_file) {
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto request = request_of(options, plan_file, "");
  if (!request) return fail(options, request.error());
  return write(options, (*session)->answer(*request, interrupt()), request->plan_text);
}

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
    const int written = write_text(options, json.pretty() + "\n");
    return proposed.report.error ? core::exit_code_of(proposed.report.error->code) : written;
  }
  std::string text = proposed.report.understood + "\n\n" + proposed.report.plan_text + "\n";
  if (explain) text += candidates_text(proposed);
  if (explanation)
    text += "\n" + render::explanation_text(*explanation, config.budgets, config.memory_bytes_max, language);
  return write_text(options, text);
}

int show_plan(const Options& options, const std::string& plan_file, const std::string& instruction, bool explain) {
  auto session = open_session(options);
  if (!session) return fail(options, session.error());
  auto request = request_of(options, plan_file, instruction);
  if (!request) return fail(options, request.error());
  const run::Proposed proposed = (*session)->propose(*request, interrupt());
  if (proposed.report.error && options.format != "json") {
    if (explain) std::cerr << candidates_text(proposed);
    return write(options, proposed.report, request->plan_text.empty() ? instruction : request->plan_text);
  }
  std::optional<physical::Explanation> explanation;
  if (explain && proposed.physical) {
    auto explained = (*session)->explain(*proposed.physical, interrupt());
    if (!explained) return fail(options, explained.error());
    explanation = *std::move(explained);
  }
  return write_proposed(options, proposed, (*session)->config(), explanation, explain);
}

void add_no_pass(CLI::App& command, Options& options) {
  std::vector<std::string> names;
  for (const std::string_view name : physical::pass_names()) names.emplace_back(name);
  command.add_option("--no-pass", options.passes_off, "Leave out a pass that makes fetches cheaper; the answer is the same")
      ->check(CLI::IsMember(names));
}

}  // namespace

void add_run(Registry registry) {
  CLI::App* run = registry.app.add_subcommand("run", "Run a plan written in the plan language");
  auto file = std::make_shared<std::string>();
  run->add_option("plan", *file, "File with the plan, or - for standard input")->required();
  run->add_flag("--fail-on-findings", registry.options.fail_on_findings, "Exit with 1 where a finding is not ok");
  add_no_pass(*run, registry.options);
  run->callback([file, &chosen = registry.chosen] {
    chosen = [file](const Options& options) { return run_plan(options, *file); };
  });

  CLI::App* plan = registry.app.add_subcommand("plan", "Show the plan of an instruction, or of a plan file, without running it");
  auto instruction = std::make_shared<std::string>();
  auto plan_file = std::make_shared<std::string>();
  auto explain = std::make_shared<bool>(false);
  plan->add_option("instruction", *instruction, "What you want to know");
  plan->add_option("--file", *plan_file, "A file with a plan, or -")->excludes("instruction");
  add_no_pass(*plan, registry.options);
  plan->add_flag("--explain", *explain, "What each part of the score contributed, and what would be fetched");
  plan->callback([=, &chosen = registry.chosen] {
    if (instruction->empty() && plan_file->empty()) throw CLI::RequiredError("instruction or --file");
    chosen = [=](const Options& options) { return show_plan(options, *plan_file, *instruction, *explain); };
  });
}

}  // namespace recoupe::cli
