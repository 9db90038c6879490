// The rows of a report as a table that scrolls inside its output. Takes a report, gives HTML. Included by html.cpp.
#pragma once

#include <string>

#include "render/report.hpp"

namespace recoupe::render {

/// Writes at most `rows_max` rows, a caption that says how many there are and how times are written.
std::string html_rows(const Report& report, std::int64_t rows_max, Reader reader);

}  // namespace recoupe::render
