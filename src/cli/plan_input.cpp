#include "cli/plan_input.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/limits.hpp"
#include "physical/explain.hpp"
#include "run/plan_parameters.hpp"

namespace recoupe::cli {
namespace {

core::Error unusable(core::Bilingual message) {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = std::move(message),
          .remedy = {"Name a file with a plan in the plan language (docs/language.md), or - for standard input.",
                     "Nommez un fichier contenant un plan (docs/language.md), ou - pour l'entrée standard."}};
}

/// Reads a stream to its end, up to one byte more than a plan may have; `path` is for the words.
core::Result<std::string> read_bounded(std::istream& in, const std::string& path) {
  std::string text(core::limits::plan_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));  // an iterator would throw what goes wrong below
  if (in.bad()) return core::fail(unusable({path + " can't be read", path + " : lecture impossible"}));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() <= core::limits::plan_bytes_max) return text;
  const std::string most = std::to_string(core::limits::plan_bytes_max);
  return core::fail(unusable({path + " is larger than " + most + " bytes, the most that a plan may have",
                              path + " dépasse " + most + " octets, le maximum d'un plan"}));
}

core::Error several(const Options& options, std::size_t count) {
  const std::string many = std::to_string(count);
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {"the file has " + many + " plans, and " + options.format + " holds one result",
                      "le fichier contient " + many + " plans, or " + options.format + " ne contient qu'un résultat"},
          .remedy = {"Use --format json (one object a plan) or human, or one file a plan.",
                     "Utilisez --format json (un objet par plan) ou human, ou un fichier par plan."}};
}

/// What stands above each of several results.
std::string heading(const Options& options, const PlanInput& input, std::size_t index) {
  const plan::FilePlan& plan = input.plans[index];
  const bool french = language_of(options) == core::Language::fr;
  return std::string(index > 0 ? "\n" : "") + "── plan " + std::to_string(index + 1) + "/" + std::to_string(input.plans.size()) +
         (plan.name.empty() ? "" : (french ? " : " : ": ") + plan.name) + "\n";
}

}  // namespace

core::Result<std::string> read_plan(const std::string& path) {
  if (path == standard_input) return read_bounded(std::cin, path);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return core::fail(unusable({path + " is a folder", path + " est un dossier"}));
  std::ifstream file(path, std::ios::binary);
  if (file) return read_bounded(file, path);
  if (!std::filesystem::exists(path, ignored))
    return core::fail(unusable({"there is no file " + path, "le fichier " + path + " n'existe pas"}));
  return core::fail(unusable({path + " can't be read", path + " : lecture impossible"}));
}

core::Result<PlanInput> plans_of(const Options& options, const std::string& text, run::Session& session) {
  std::vector<plan::Parameter> given;
  for (const std::string& written : options.parameters) {
    RECOUPE_TRY(parameter, plan::parameter_of(written));
    given.push_back(std::move(parameter));
  }
  RECOUPE_TRY(bound, run::with_parameters(session, text, given, interrupt()));
  auto plans = plan::plans_in_file(bound);
  // A text that is no plan is refused by the session, so that the refusal is a run with its evidence.
  if (!plans) return PlanInput{bound, {{.text = bound, .name = {}, .place = {}}}};
  return PlanInput{std::move(bound), *std::move(plans)};
}

core::Result<run::Request> request_of(const Options& options, const std::string& instruction, const std::string& plan_text) {
  run::Request request;
  request.instruction = instruction;
  request.plan_text = plan_text;
  RECOUPE_TRY(now, now_of(options));
  request.now = now;
  for (const std::string& name : options.passes_off) request.passes.turn_off(name);  // CLI11 has checked the names
  return request;
}

void place_in_file(render::Report& report, const plan::FilePlan& plan) {
  if (report.error && report.error->span) report.error->span = plan::in_file(*report.error->span, plan.place);
}

int for_each_plan(const Options& options, const PlanInput& input,
                  const std::function<int(const Options& options, const plan::FilePlan& plan)>& ask) {
  const std::size_t count = input.plans.size();
  const bool human = options.format == "human";
  if (count > 1 && !human && options.format != "json") return fail(options, several(options, count));
  Options each = options;
  if (count > 1) {
    write_text(each, "");  // begins --output anew; each plan then adds to it
    each.append = true;
  }
  int worst = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (count > 1 && human) write_text(each, heading(options, input, i));
    worst = std::max(worst, ask(each, input.plans[i]));
    if (interrupt().requested()) break;
  }
  return worst;
}

CLI::Option* add_param(CLI::App& command, Options& options) {
  return command.add_option("--param", options.parameters, "name=value: what stands for @name in the plan; may be repeated")
      ->allow_extra_args(false);
}

void add_no_pass(CLI::App& command, Options& options) {
  std::vector<std::string> names;
  for (const std::string_view name : physical::pass_names()) names.emplace_back(name);
  command.add_option("--no-pass", options.passes_off, "Leave out a pass that makes fetches cheaper; the answer is the same")
      ->check(CLI::IsMember(names));
}

}  // namespace recoupe::cli
