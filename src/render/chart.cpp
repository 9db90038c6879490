#include "render/chart.hpp"

#include <algorithm>

#include "render/html_text.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"
#include "rows/extended_json.hpp"

namespace recoupe::render {

namespace {

constexpr int bar_height = 18;
constexpr int row_height = 26;
constexpr int label_width = 170;
constexpr int bar_width_max = 260;
constexpr int count_width = 90;
constexpr int label_columns_max = 22;
constexpr std::string_view ink = "#767676";  // readable on white and on black alike

std::string_view colour_of(std::string_view finding) {
  if (finding == "ok") return "#2e9e5b";
  if (finding == "no_key" || finding == "unknown" || finding == "ambiguous") return "#c78a12";
  return "#d1495b";
}

std::string text_at(int x, int y, std::string_view anchor, const std::string& text) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"" + std::string(anchor) +
         "\" fill=\"" + std::string(ink) + "\">" + escaped(text) + "</text>";
}

}  // namespace

std::string findings_svg(const result::CheckCounts& check, core::Language language) {
  std::int64_t most = 1;
  for (const auto& [finding, count] : check.counts) most = std::max(most, count);
  const int width = label_width + bar_width_max + count_width;
  const int height = row_height * static_cast<int>(check.counts.size());
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(width) + "\" height=\"" +
                    std::to_string(height) + "\" font-family=\"sans-serif\" font-size=\"13\">";
  int y = 0;
  for (const auto& [finding, count] : check.counts) {
    const auto share = static_cast<double>(count) / static_cast<double>(most);
    const int bar = count == 0 ? 0 : std::max(2, static_cast<int>(share * bar_width_max));
    const std::string label = cut_to(visible(finding_word(finding, count, language)), label_columns_max);
    svg += text_at(label_width - 10, y + bar_height, "end", label);
    svg += "<rect x=\"" + std::to_string(label_width) + "\" y=\"" + std::to_string(y + 4) + "\" width=\"" +
           std::to_string(bar) + "\" height=\"" + std::to_string(bar_height) + "\" rx=\"2\" fill=\"" +
           std::string(colour_of(finding)) + "\"/>";
    svg += text_at(label_width + bar + 8, y + bar_height, "start", number(count, language));
    y += row_height;
  }
  return svg + "</svg>";
}

std::string findings_image(const result::CheckCounts& check, core::Language language) {
  std::string words;
  for (const auto& [finding, count] : check.counts) {
    words += (words.empty() ? "" : ", ") + finding_words(finding, count, language);
  }
  return "<img alt=\"" + escaped(check.name + ": " + words) + "\" src=\"data:image/svg+xml;base64," +
         rows::base64(findings_svg(check, language)) + "\">";
}

}  // namespace recoupe::render
