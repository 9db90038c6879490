// A whole page around the fragment, readable by itself: light and dark, on paper, without script or network.
#include "render/html_text.hpp"
#include "render/report.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

// The policy allows what the page holds and nothing else, whatever a cell may contain.
constexpr std::string_view policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --ground: #ffffff; --soft: #f3f4f6; --line: #d5d9df; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --ground: #16181c; --soft: #22262c; --line: #3a4048; --bad: #ff8a80; }
}
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: var(--ink); background: var(--ground);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; font-weight: 600; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
.dataframe { display: block; overflow-x: auto; }
th, td { padding: .3rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--soft); }
caption { text-align: left; font-weight: 600; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
em { opacity: .65; }
summary { cursor: pointer; font-weight: 600; margin: .5rem 0; }
img { max-width: 100%; }
.recoupe-error { border-left: 4px solid var(--bad); padding-left: .75rem; }
@media print { details > *:not(summary) { display: block; } }
)";

}  // namespace

std::string to_html_page(const Report& report, std::int64_t rows_max) {
  const std::string title = report.instruction.empty() ? "recoupe" : report.instruction;
  std::string page = "<!doctype html>\n<html lang=\"" + std::string(core::code_of(report.language)) + "\">\n<head>\n";
  page += "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + std::string(policy) + "\">\n";
  page += "<title>" + escaped(title) + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n";
  page += "<h1>" + escaped(title) + "</h1>\n" + to_html(report, rows_max) + "</main>\n</body>\n</html>\n";
  return page;
}

}  // namespace recoupe::render
