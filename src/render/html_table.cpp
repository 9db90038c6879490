#include "render/html_table.hpp"

#include "render/chart.hpp"
#include "render/html_style.hpp"
#include "render/html_text.hpp"
#include "render/view.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

constexpr int cell_width_max = 600;  // columns of text; the rest of a value is left out, marked by …
constexpr int seen_whole_max = 40;   // a longer text may be cut by the page, and so is its own title

std::string head_of(const plan::OutputColumn& column) {
  std::string attributes = "scope=\"col\" title=\"" + escaped(core::name_of(column.type)) + "\"";
  if (column.type.is_number()) attributes += " " + std::string(right_aligned);
  return element("th", escaped(column.name), attributes);
}

std::string cell_html(const core::Value& value, const ShownColumn& column, bool is_number, const View& view,
                      core::Language language) {
  const Cell cell = cell_of(value, language, column.time, view.zone);
  const std::string_view side = is_number ? right_aligned : "";
  if (cell.look == Look::absent) return element("td", element("em", escaped(cell.text), faint), side);
  if (is_number) return element("td", escaped(cell.text), side);
  if (column.weight == Weight::finding) {
    const bool is_ok = cell.text == "ok";
    const std::string ground = "style=\"background-color: " + ground_of(cell.text) + "\"";
    return element("td", is_ok ? escaped(cell.text) : element("strong", escaped(cell.text)), is_ok ? "" : ground);
  }
  const std::string text = escaped(cut_to(cell.text, cell_width_max));
  const bool may_be_cut = width_of(cell.text) > seen_whole_max;
  return element("td", text, may_be_cut ? "title=\"" + text + "\"" : "");
}

std::string caption_of(const Report& report, const View& view, std::int64_t shown, Reader reader) {
  const core::Language language = report.language;
  std::string words = rows_words(report.answer.row_count, language);
  if (shown < report.answer.row_count) {
    words += std::string(say(language, ", ", ", dont ")) + number(shown, language);
    words += shown == 1 ? say(language, " shown", " affichée") : say(language, " shown", " affichées");
    words += reader == Reader::python ? " (.to_pandas())" : " (--rows all)";
  }
  return escaped(words + view_words(view, language));
}

}  // namespace

std::string html_rows(const Report& report, std::int64_t rows_max, Reader reader) {
  const result::Answer& answer = report.answer;
  if (answer.columns.empty()) return {};  // a plan that was not run
  const View view = view_of(report, rows_max);
  const std::string caption = caption_of(report, view, shown_count(answer, rows_max), reader);
  if (answer.row_count == 0) return element("p", caption) + "\n";
  std::string heads;
  for (const ShownColumn& column : view.columns) heads += head_of(answer.columns[column.index]);
  std::string out = "<div " + std::string(scrolling) + " aria-label=\"" + caption + "\">\n";
  out += "<table class=\"dataframe\">\n" + element("caption", caption, left_aligned) + "\n";
  out += element("thead", element("tr", heads)) + "\n<tbody>\n";
  for (const ShownRow& at : view.rows) {
    std::string cells;
    for (const ShownColumn& column : view.columns) {
      const core::Value value = answer.batches[at.batch].columns[column.index].value(at.row);
      const bool is_number = answer.columns[column.index].type.is_number();
      cells += cell_html(value, column, is_number, view, report.language);
    }
    out += element("tr", cells) + "\n";
  }
  return out + "</tbody>\n</table>\n</div>\n";
}

}  // namespace recoupe::render
