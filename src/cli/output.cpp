#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "cli/options.hpp"

namespace recoupe::cli {
namespace {

render::Terminal terminal_of(int fd) {
  render::Terminal terminal;
  if (::isatty(fd) == 0) return terminal;
  const char* no_colour = std::getenv("NO_COLOR");
  terminal.colour = no_colour == nullptr || *no_colour == '\0';
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) terminal.width = size.ws_col;
  return terminal;
}

bool all_is_ok(const render::Report& report) {
  for (const result::CheckCounts& check : report.answer.findings)
    for (const auto& [finding, count] : check.counts)
      if (finding != "ok" && count > 0) return false;
  return true;
}

int exit_code_of(const Options& options, const render::Report& report) {
  if (report.error) return core::exit_code_of(report.error->code);
  return options.fail_on_findings && !all_is_ok(report) ? 1 : 0;
}

core::Error unwritable(const std::string& path) {
  return {.code = core::Code::usage,
          .origin = core::Origin::user,
          .stage = "cli",
          .message = {path + " can't be written", path + " : écriture impossible"},
          .remedy = {"Choose another file for --output.", "Choisissez un autre fichier pour --output."}};
}

}  // namespace

int write_text(const Options& options, const std::string& text) {
  if (options.output.empty()) {
    std::cout << text << std::flush;
    return 0;
  }
  std::ofstream file(options.output, options.append ? std::ios::binary | std::ios::app : std::ios::binary);
  file << text << std::flush;
  return file ? 0 : fail(options, unwritable(options.output));
}

int fail(const Options& options, const core::Error& error, std::string_view text) {
  const core::Language language = language_of(options);
  if (options.format == "json")
    std::cout << core::Json::object({{"status", "error"}, {"error", render::to_json(error, language)}}).pretty() << "\n";
  else
    std::cerr << render::to_terminal(error, language, terminal_of(STDERR_FILENO), text);
  return core::exit_code_of(error.code);
}

int write(const Options& options, const render::Report& report, std::string_view text) {
  const auto rows = rows_of(options);
  if (!rows) return fail(options, rows.error());
  std::string out;
  if (options.format == "json") {
    const core::Json json = render::to_json(report, *rows);  // one line for programs, several for people
    out = (options.output.empty() && !options.append && ::isatty(STDOUT_FILENO) != 0 ? json.pretty() : json.dump()) + "\n";
  } else if (report.error && report.status != render::Status::clarify) {
    std::cerr << render::to_terminal(*report.error, report.language, terminal_of(STDERR_FILENO), text);
    return exit_code_of(options, report);
  } else if (options.format == "csv") {
    out = render::to_csv(report);
  } else if (options.format == "html") {
    out = render::to_html_page(report, *rows);
  } else {
    out = render::to_terminal(report, terminal_of(STDOUT_FILENO), *rows);
  }
  const int written = write_text(options, out);
  return written != 0 ? written : exit_code_of(options, report);
}

}  // namespace recoupe::cli
