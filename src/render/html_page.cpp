// A whole page around the fragment, readable by itself: light and dark, on paper, without script or network.
#include "render/html_text.hpp"
#include "render/report.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

// The policy allows what the page holds and nothing else, whatever a cell may contain.
constexpr std::string_view policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --recoupe-ground: #ffffff; --ink: #1b1f24; }
@media (prefers-color-scheme: dark) { :root { --recoupe-ground: #16181c; --ink: #e6e8eb; } }
body { margin: 2rem auto; max-width: 84rem; padding: 0 1.25rem; color: var(--ink); background: var(--recoupe-ground);
  font: 15px/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.3rem; font-weight: 600; line-height: 1.35; margin: 0 0 1rem; max-width: 48rem; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
@media print { body { margin: 0; max-width: none; } }
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
