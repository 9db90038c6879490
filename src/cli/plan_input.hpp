// What `run` and `plan` read: a file of plans with the values of its parameters. Included by those commands.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "plan/plan_file.hpp"

namespace recoupe::cli {

inline constexpr std::string_view standard_input = "-";

/// Reads a plan's text from a file, or from standard input where the name is "-". Errors: `usage`.
core::Result<std::string> read_plan(const std::string& path);

/// A file of plans, ready to run.
struct PlanInput {
  std::string text;                   // with literals in place of parameters: what places point into
  std::vector<plan::FilePlan> plans;  // at least one; one that does not parse says so when it is asked for
};
/// Puts the values of --param into a text and cuts it into its plans. Errors point into `text`.
core::Result<PlanInput> plans_of(const Options& options, const std::string& text, run::Session& session);

/// Makes what the session is asked for: an instruction or a plan.
core::Result<run::Request> request_of(const Options& options, const std::string& instruction, const std::string& plan_text);

/// Puts a report's place in a plan where it is in the file.
void place_in_file(render::Report& report, const plan::FilePlan& plan);

/// Asks for each plan in turn, until one was interrupted; gives the highest of their exit codes. Several plans come in
/// formats that can hold them: errors say so.
int for_each_plan(const Options& options, const PlanInput& input,
                  const std::function<int(const Options& options, const plan::FilePlan& plan)>& ask);

CLI::Option* add_param(CLI::App& command, Options& options);  // --param name=value
void add_no_pass(CLI::App& command, Options& options);        // --no-pass

}  // namespace recoupe::cli
