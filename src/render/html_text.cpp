#include "render/html_text.hpp"

#include <algorithm>
#include <array>

#include "render/visible_text.hpp"

namespace recoupe::render {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t stop = text.find_first_of("\n\t");
    append_escaped(out, visible(text.substr(0, stop)));
    if (stop == std::string_view::npos) break;
    out += text[stop];
    text.remove_prefix(stop + 1);
  }
  return out;
}

std::string escaped_words(std::string_view text) {
  constexpr std::array<std::string_view, 5> before = {" »", " :", " ;", " ?", " !"};
  std::string out;
  while (!text.empty()) {
    const auto at_start = [&](std::string_view part) { return text.starts_with(part); };
    if (text.starts_with("« ")) {
      out += "«\u00A0";
      text.remove_prefix(std::string_view("« ").size());
    } else if (std::ranges::any_of(before, at_start)) {
      out += "\u00A0";
      text.remove_prefix(1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return escaped(out);
}

}  // namespace recoupe::render
