#include "render/terminal_table.hpp"

#include <algorithm>
#include <vector>

#include "render/view.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

constexpr int gap = 2;
constexpr int text_width_min = 12;     // less of a text says too little; numbers and times are never cut
constexpr int name_width_max = 16;     // a longer column name may be cut
constexpr int width_comfortable = 32;  // what a column gets before others that tell less are shown at all
constexpr int width_of_others = 20;    // what those must get
constexpr std::size_t cell_bytes_max = 4'096;  // of one value; the rest could not be seen anyway

struct GridColumn {
  std::string name;
  Weight weight = Weight::plain;
  bool may_be_cut = false;
  bool is_number = false;
  int wanted = 0;
  int least = 0;
  int width = 0;
  bool shown = false;
};

struct Grid {
  std::vector<GridColumn> columns;
  std::vector<std::vector<Cell>> rows;  // texts visible()
};

bool is_text(const core::Type& type) {
  using core::Kind;
  return type.kind == Kind::string || type.kind == Kind::document || type.kind == Kind::array ||
         type.kind == Kind::mixed || type.kind == Kind::bytes || type.kind == Kind::null;
}

Cell visible_cell(const core::Value& value, core::Language language, const ShownColumn& column, const View& view) {
  Cell cell = cell_of(value, language, column.time, view.zone);
  if (cell.text.size() > cell_bytes_max) cell.text.resize(cell_bytes_max);
  cell.text = visible(cell.text);
  return cell;
}

Grid grid_of(const Report& report, const View& view) {
  Grid grid;
  const result::Answer& answer = report.answer;
  for (const ShownColumn& column : view.columns) {
    const plan::OutputColumn& source = answer.columns[column.index];
    const bool cut = is_text(source.type) && column.weight != Weight::finding;
    grid.columns.push_back({.name = visible(source.name),
                            .weight = column.weight,
                            .may_be_cut = cut,
                            .is_number = source.type.is_number()});
  }
  for (const ShownRow& at : view.rows) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
      const core::Value value = answer.batches[at.batch].columns[view.columns[i].index].value(at.row);
      cells.push_back(visible_cell(value, report.language, view.columns[i], view));
      grid.columns[i].wanted = std::max(grid.columns[i].wanted, width_of(cells.back().text));
    }
    grid.rows.push_back(std::move(cells));
  }
  for (GridColumn& column : grid.columns) {
    const int of_name = width_of(column.name);
    const int of_values = column.may_be_cut ? std::min(column.wanted, text_width_min) : column.wanted;
    column.least = std::max(of_values, std::min(of_name, name_width_max));
    column.wanted = std::max(column.wanted, of_name);
  }
  return grid;
}

int comfortable(const GridColumn& column, int width) { return std::max(column.least, std::min(column.wanted, width)); }

/// Shows the columns that there is room for: findings and named ones as long as none gets too narrow, then the others in
/// their order where those keep a comfortable width. One is always shown.
void choose_columns(std::vector<GridColumn>& columns, int room) {
  int taken = 0;
  for (const Weight weight : {Weight::finding, Weight::named}) {
    for (GridColumn& column : columns) {
      if (column.weight != weight || (taken > 0 && taken + gap + column.least > room)) continue;
      column.shown = true;
      taken += gap + column.least;
    }
  }
  taken = 0;
  for (const GridColumn& column : columns) {
    if (column.shown) taken += gap + comfortable(column, width_comfortable);
  }
  for (GridColumn& column : columns) {
    if (column.weight != Weight::plain && column.weight != Weight::bulky) continue;
    taken += gap + comfortable(column, width_of_others);
    if (taken > room && taken > gap + comfortable(column, width_of_others)) return;
    column.shown = true;
  }
}

/// Gives each shown column its least width, then one more to whichever lacks least, until nothing is left to give.
void choose_widths(std::vector<GridColumn>& columns, int room) {
  int left = room;
  for (GridColumn& column : columns) {
    if (!column.shown) continue;
    column.width = std::min(column.least, std::max(room - gap, 1));
    left -= gap + column.width;
  }
  while (left > 0) {
    GridColumn* next = nullptr;
    for (GridColumn& column : columns) {
      if (!column.shown || column.width >= column.wanted) continue;
      if (next == nullptr || column.wanted - column.width < next->wanted - next->width) next = &column;
    }
    if (next == nullptr) return;
    ++next->width;
    --left;
  }
}

std::string padded(const std::string& text, int width, bool right) {
  const std::string cut = cut_to(text, width);
  const std::string fill(static_cast<std::size_t>(std::max(0, width - width_of(cut))), ' ');
  return right ? fill + cut : cut + fill;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

void trim_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

std::string cell_text(const GridColumn& column, const Cell& cell, const Paint& paint) {
  const std::string text = padded(cell.text, column.width, column.is_number);
  if (cell.look == Look::absent) return paint.dim(text);
  return column.weight == Weight::finding ? paint.finding(cell.text, text) : text;
}

std::string grid_lines(const Grid& grid, const Paint& paint, bool colour) {
  std::string heads;
  std::string rule;
  for (const GridColumn& column : grid.columns) {
    if (!column.shown) continue;
    heads += std::string(gap, ' ') + padded(column.name, column.width, column.is_number);
    rule += std::string(gap, ' ') + repeated("─", column.width);
  }
  trim_end(heads);
  std::string out = paint.bold(heads) + "\n" + paint.dim(rule) + "\n";
  for (const std::vector<Cell>& row : grid.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (grid.columns[i].shown) line += std::string(gap, ' ') + cell_text(grid.columns[i], row[i], paint);
    }
    if (!colour) trim_end(line);
    out += line + "\n";
  }
  return out;
}

std::string more_rows(std::int64_t count, core::Language language, Reader reader) {
  std::string words = "… " + number(count, language);
  words += count == 1 ? say(language, " more row", " ligne de plus") : say(language, " more rows", " lignes de plus");
  return words + (reader == Reader::python ? " (.to_pandas())" : " (--rows all)");
}

/// Names the columns that did not fit.
std::string more_columns(const Grid& grid, core::Language language, Reader reader) {
  std::string names;
  std::int64_t count = 0;
  for (const GridColumn& column : grid.columns) {
    if (column.shown) continue;
    names += (count == 0 ? "" : ", ") + column.name;
    ++count;
  }
  if (count == 0) return {};
  std::string words = "… " + number(count, language);
  words += count == 1 ? say(language, " column does not fit: ", " colonne ne tient pas : ")
                      : say(language, " columns do not fit: ", " colonnes ne tiennent pas : ");
  return words + names + (reader == Reader::python ? " (.to_pandas())" : " (--format json|csv|html)");
}

}  // namespace

std::string table_lines(const Report& report, const Terminal& terminal, std::int64_t rows_max) {
  const core::Language language = report.language;
  const std::string indent(gap, ' ');
  if (report.answer.columns.empty()) return {};  // a plan that was not run
  if (report.answer.row_count == 0) return indent + std::string(say(language, "No rows", "Aucune ligne")) + "\n";
  const View view = view_of(report, rows_max);
  Grid grid = grid_of(report, view);
  choose_columns(grid.columns, terminal.width);
  choose_widths(grid.columns, terminal.width);
  const Paint paint(terminal.colour);
  std::string out = grid.columns.empty() ? "" : grid_lines(grid, paint, terminal.colour);
  const auto dim_lines = [&](const std::string& words) {
    if (words.empty()) return;
    std::string lines = wrapped(words, terminal.width, indent);
    lines.pop_back();
    out += paint.dim(lines) + "\n";
  };
  const std::int64_t more = report.answer.row_count - shown_count(report.answer, rows_max);
  if (more > 0) dim_lines(more_rows(more, language, terminal.reader));
  dim_lines(more_columns(grid, language, terminal.reader));
  const std::string count = rows_words(report.answer.row_count, language) + view_words(view, language);
  return out + wrapped(count, terminal.width, indent);
}

}  // namespace recoupe::render
