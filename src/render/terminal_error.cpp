// An error for a person at a terminal, in three lines at most: what, where, what would do.
#include <algorithm>

#include "render/report.hpp"
#include "render/terminal_table.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

/// Puts several lines of another program's words on one.
std::string on_one_line(std::string text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t stop = text.find('\n');
    const std::string line = visible(text.substr(0, stop));
    if (!line.empty()) out += (out.empty() ? "" : " — ") + line;
    text.erase(0, stop == std::string::npos ? text.size() : stop + 1);
  }
  return out;
}

/// Gives the line of the text that the span is on, the span itself between marks.
std::string marked_line(std::string_view text, const core::Span& span, const Paint& paint, bool colour) {
  if (span.begin > text.size()) return {};
  const std::size_t before = span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', span.begin), text.size());
  const std::size_t stop = std::clamp(span.end, span.begin, end);
  const std::string marked = visible(text.substr(span.begin, stop - span.begin));
  return visible(text.substr(begin, span.begin - begin)) + (colour ? paint.bad(marked) : "⟪" + marked + "⟫") +
         visible(text.substr(stop, end - stop));
}

std::string place_of(const core::Error& error, core::Language language, const Terminal& terminal,
                     std::string_view text) {
  if (!error.span) return {};
  const Paint paint(terminal.colour);
  std::string place = std::string(say(language, "  line ", "  ligne ")) + std::to_string(error.span->line) +
                      std::string(say(language, ", column ", ", colonne ")) + std::to_string(error.span->column);
  const std::string line = text.empty() ? "" : marked_line(text, *error.span, paint, terminal.colour);
  if (!line.empty()) place += std::string(say(language, ": ", " : ")) + line;
  return place + "\n";
}

}  // namespace

std::string to_terminal(const core::Error& error, core::Language language, const Terminal& terminal,
                        std::string_view text) {
  const Paint paint(terminal.colour);
  const bool refused = error.code == core::Code::write_refused || error.code == core::Code::statement_refused ||
                       error.code == core::Code::not_answerable || error.code == core::Code::policy;
  const std::string_view label =
      refused ? say(language, "Refused: ", "Refusé : ") : say(language, "Error: ", "Erreur : ");
  std::string out = paint.bad(std::string(label)) + on_one_line(error.message.in(language)) + "\n";
  out += place_of(error, language, terminal, text);
  if (!error.remedy.in(language).empty()) out += "  → " + on_one_line(error.remedy.in(language)) + "\n";
  return out;
}

}  // namespace recoupe::render
