// What every command shares: options before and after the verb, where output goes, how a run is interrupted.
// Takes the command line, gives types. Included by cli's commands.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "render/report.hpp"
#include "run/session.hpp"

namespace recoupe::cli {

struct Options {
  run::Overrides overrides;
  std::string now;              // RFC 3339
  std::string format = "human"; // human | json | csv | html
  std::string rows = "1000";    // or "all"
  std::string output;           // a file; empty: stdout
  bool quiet = false;
  bool fail_on_findings = false;
  std::vector<std::string> passes_off;  // by name
  std::vector<std::string> parameters;  // "since=2026-01-01"
  bool append = false;                  // one of several results: a line of JSON each, all in one --output
};

/// A command gives the exit code of the program.
using Command = std::function<int(const Options& options)>;

/// What a command needs to be added: where, the shared options, where to leave what runs when it was chosen.
struct Registry {
  CLI::App& app;
  Options& options;
  Command& chosen;
};

void add_ask(Registry registry);      // ask
void add_run(Registry registry);      // run
void add_plan(Registry registry);     // plan
void add_completion(Registry registry);  // completion
void add_catalog(Registry registry);  // catalog, doctor, config show
void add_evidence(Registry registry); // verify, replay, runs, show
void add_model(Registry registry);    // model eval, list, show, use, fetch, prompt, accept
void add_mcp(Registry registry);      // mcp postgres, mcp mongodb

/// Gives the language that messages are in before an instruction was read.
core::Language language_of(const Options& options);
/// Reads --now and --rows. Errors: `usage`.
core::Result<std::optional<core::Timestamp>> now_of(const Options& options);
core::Result<std::int64_t> rows_of(const Options& options);

/// Tells progress on stderr where that is a terminal; else empty.
execute::Progress progress_of(const Options& options);
/// Opens the project's session, progress on stderr where that is a terminal.
core::Result<std::unique_ptr<run::Session>> open_session(const Options& options);

/// Writes an error on stderr (as JSON on stdout where --format json asks for it) and gives its exit code. `text`: what it
/// points into.
int fail(const Options& options, const core::Error& error, std::string_view text = {});
/// Writes a report in the asked format and gives the exit code of its status.
int write(const Options& options, const render::Report& report, std::string_view text = {});
/// Writes to --output or stdout.
int write_text(const Options& options, const std::string& text);

/// Makes Ctrl-C and SIGTERM ask for an end, once.
void listen_for_interrupt();
/// The flag that Ctrl-C and SIGTERM set while the program lives; a second Ctrl-C ends it at once.
const core::Cancel& interrupt();

}  // namespace recoupe::cli
