// The findings as a bar, and their colours. Takes counts, gives an image that needs no script and no style of the page.
// Included by the HTML renderer.
#pragma once

#include <string>
#include <string_view>

#include "render/report.hpp"

namespace recoupe::render {

/// Gives a finding's colour, so thin that text can stand on it on light and dark ground: "rgba(46, 158, 91, 0.2)".
std::string ground_of(std::string_view finding);
/// Writes one bar, as wide as all findings together, parted by their shares, as SVG.
std::string findings_svg(const result::CheckCounts& check);
/// Writes the chart as an <img> with its words as alternative text.
std::string findings_image(const result::CheckCounts& check, core::Language language);

}  // namespace recoupe::render
