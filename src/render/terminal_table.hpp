// A table for a terminal: aligned by display width; where it is narrow, the columns that tell most, the others named.
// Takes an answer, gives lines. Included by terminal.cpp.
#pragma once

#include <string>

#include "render/report.hpp"

namespace recoupe::render {

/// Paints text where the terminal has colour.
class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  [[nodiscard]] std::string bold(const std::string& text) const { return with("1", text); }
  [[nodiscard]] std::string dim(const std::string& text) const { return with("2", text); }
  [[nodiscard]] std::string good(const std::string& text) const { return with("32", text); }
  [[nodiscard]] std::string bad(const std::string& text) const { return with("31", text); }
  /// Green for the finding "ok", red for all others.
  [[nodiscard]] std::string finding(const std::string& code, const std::string& text) const {
    return code == "ok" ? good(text) : bad(text);
  }

 private:
  [[nodiscard]] std::string with(const char* style, const std::string& text) const {
    return colour_ ? "\x1b[" + std::string(style) + "m" + text + "\x1b[0m" : text;
  }
  bool colour_;
};

/// Writes at most `rows_max` rows under their names, how many there are, and which rows and columns are not shown.
std::string table_lines(const Report& report, const Terminal& terminal, std::int64_t rows_max);

}  // namespace recoupe::render
