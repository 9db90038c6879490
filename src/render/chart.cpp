#include "render/chart.hpp"

#include <algorithm>
#include <array>

#include "render/html_text.hpp"
#include "render/wording.hpp"
#include "rows/extended_json.hpp"

namespace recoupe::render {

namespace {

constexpr int bar_width = 480;
constexpr int bar_height = 10;
constexpr int segment_width_min = 4;  // one among a million is seen too
constexpr int segment_gap = 2;

struct Colour {
  std::string_view finding;
  std::string_view rgb;
};
// Findings of one check never share a colour; all can be told from white and from black.
constexpr std::array colours = std::to_array<Colour>({{"ok", "46, 158, 91"},
                                                      {"no_key", "199, 138, 18"},
                                                      {"unknown", "199, 138, 18"},
                                                      {"ambiguous", "138, 99, 210"},
                                                      {"only_left", "59, 125, 216"},
                                                      {"only_right", "22, 150, 160"}});
constexpr std::string_view other = "209, 73, 91";

std::string_view rgb_of(std::string_view finding) {
  const auto known = std::ranges::find(colours, finding, &Colour::finding);
  return known == colours.end() ? other : known->rgb;
}

}  // namespace

std::string ground_of(std::string_view finding) { return "rgba(" + std::string(rgb_of(finding)) + ", 0.22)"; }

std::string findings_svg(const result::CheckCounts& check) {
  std::int64_t total = 0;
  int segments = 0;
  for (const auto& [finding, count] : check.counts) {
    total += count;
    segments += count > 0 ? 1 : 0;
  }
  const int shared = bar_width - segments * (segment_width_min + segment_gap);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(bar_width) +
                    "\" height=\"" + std::to_string(bar_height) + "\">";
  int x = 0;
  for (const auto& [finding, count] : check.counts) {
    if (count == 0) continue;
    const auto share = static_cast<double>(count) / static_cast<double>(total);
    const int width = segment_width_min + static_cast<int>(share * shared);
    svg += "<rect x=\"" + std::to_string(x) + "\" width=\"" + std::to_string(width) + "\" height=\"" +
           std::to_string(bar_height) + "\" rx=\"2\" fill=\"rgb(" + std::string(rgb_of(finding)) + ")\"/>";
    x += width + segment_gap;
  }
  return svg + "</svg>";
}

std::string findings_image(const result::CheckCounts& check, core::Language language) {
  std::string words;
  for (const auto& [finding, count] : check.counts) {
    words += (words.empty() ? "" : ", ") + finding_words(finding, count, language);
  }
  return "<img alt=\"" + escaped(check.name + ": " + words) + "\" src=\"data:image/svg+xml;base64," +
         rows::base64(findings_svg(check)) + "\">";
}

}  // namespace recoupe::render
