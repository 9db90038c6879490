// RFC 4180: CRLF, quotes doubled. What a spreadsheet would run as a formula gets an apostrophe in front; control
// characters other than tab and line breaks are pictured, so that the text is inert on a terminal too.
#include <array>
#include <string_view>

#include "render/cells.hpp"
#include "render/report.hpp"
#include "render/visible_text.hpp"

namespace recoupe::render {

namespace {

constexpr std::string_view line_end = "\r\n";

/// Tells whether a spreadsheet may take a text for a formula, also behind blanks and in full width.
bool looks_like_formula(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 8> starts = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  for (const std::string_view start : starts) {
    if (text.substr(at).starts_with(start)) return true;
  }
  return text.front() == '\t' || text.front() == '\r';
}

/// Pictures control characters, tab and line breaks excepted: those a quoted field holds.
std::string without_controls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t stop = text.find_first_of("\t\r\n");
    out += visible(text.substr(0, stop));
    if (stop == std::string_view::npos) break;
    out += text[stop];
    text.remove_prefix(stop + 1);
  }
  return out;
}

void append_field(std::string& out, std::string_view text, bool may_be_formula) {
  std::string field = without_controls(text);
  if (may_be_formula && looks_like_formula(field)) field.insert(0, "'");
  if (!field.empty() && field.find_first_of(",;\"\r\n\t'") == std::string::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  out += '"';
}

/// NULL and missing are empty fields; empty text is "".
void append_value(std::string& out, const core::Value& value) {
  if (value.is_null() || value.is_missing()) return;
  const core::Json json = core::display_json(value);
  const bool is_number = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value) ||
                         std::holds_alternative<core::Decimal>(value);
  append_field(out, json.if_string() ? *json.if_string() : json.dump(), !is_number);
}

}  // namespace

std::string to_csv(const Report& report) {
  std::string out;
  std::string_view separator;
  for (const plan::OutputColumn& column : report.answer.columns) {
    out += separator;
    append_field(out, column.name, true);
    separator = ",";
  }
  out += line_end;
  for_each_row(report.answer, -1, [&](const rows::Batch& batch, std::size_t row) {
    separator = {};
    const std::size_t begin = out.size();
    for (const rows::Column& column : batch.columns) {
      out += separator;
      append_value(out, column.value(row));
      separator = ",";
    }
    if (out.size() == begin) out += R"("")";  // an empty line would be no row to most readers
    out += line_end;
  });
  return out;
}

}  // namespace recoupe::render
