// The findings as bars. Takes counts, gives an image that needs no script and no style of the page.
// Included by the HTML renderer.
#pragma once

#include <string>

#include "render/report.hpp"

namespace recoupe::render {

/// Writes one bar per finding as SVG; colours that can be told apart on light and dark ground.
std::string findings_svg(const result::CheckCounts& check, core::Language language);
/// Writes the chart as an <img> with its words as alternative text.
std::string findings_image(const result::CheckCounts& check, core::Language language);

}  // namespace recoupe::render
