#include "render/html_text.hpp"

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

}  // namespace recoupe::render
