#include "render/terminal_table.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "render/cells.hpp"
#include "render/visible_text.hpp"
#include "render/wording.hpp"

namespace recoupe::render {

namespace {

constexpr int cell_width_min = 6;
constexpr int gap = 2;
constexpr std::size_t cell_bytes_max = 4'096;  // of one value; the rest could not be seen anyway

struct Grid {
  std::vector<std::string> names;
  std::vector<bool> is_finding;
  std::vector<int> widths;
  std::vector<std::vector<Cell>> rows;  // texts visible()
};

Grid grid_of(const Report& report, std::int64_t rows_max) {
  Grid grid;
  const result::Answer& answer = report.answer;
  for (const plan::OutputColumn& column : answer.columns) {
    grid.names.push_back(visible(column.name));
    grid.widths.push_back(width_of(grid.names.back()));
    grid.is_finding.push_back(std::ranges::find(answer.findings, column.name, &result::CheckCounts::name) !=
                              answer.findings.end());
  }
  for_each_row(answer, rows_max, [&](const rows::Batch& batch, std::size_t row) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      Cell cell = cell_of(batch.columns[i].value(row), report.language);
      if (cell.text.size() > cell_bytes_max) cell.text.resize(cell_bytes_max);
      cell.text = visible(cell.text);
      grid.widths[i] = std::max(grid.widths[i], width_of(cell.text));
      cells.push_back(std::move(cell));
    }
    grid.rows.push_back(std::move(cells));
  });
  return grid;
}

/// Takes from the widest column until all fit, or none can give.
void fit(std::vector<int>& widths, int width) {
  const int room = width - gap * static_cast<int>(widths.size());
  int total = std::accumulate(widths.begin(), widths.end(), 0);
  while (total > room) {
    const auto widest = std::ranges::max_element(widths);
    if (*widest <= cell_width_min) return;
    --*widest;
    --total;
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

}  // namespace

std::string table_lines(const Report& report, const Terminal& terminal, std::int64_t rows_max) {
  Grid grid = grid_of(report, rows_max);
  if (grid.names.empty()) return {};
  fit(grid.widths, terminal.width);
  const Paint paint(terminal.colour);
  std::string heads;
  std::string rule;
  for (std::size_t i = 0; i < grid.names.size(); ++i) {
    heads += std::string(gap, ' ') + padded(grid.names[i], grid.widths[i], false);
    rule += std::string(gap, ' ') + repeated("─", grid.widths[i]);
  }
  trim_end(heads);
  std::string out = paint.bold(heads) + "\n" + paint.dim(rule) + "\n";
  for (const std::vector<Cell>& row : grid.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = padded(row[i].text, grid.widths[i], row[i].look == Look::number);
      const bool absent = row[i].look == Look::absent;
      line += std::string(gap, ' ');
      line += absent ? paint.dim(text) : grid.is_finding[i] ? paint.finding(row[i].text, text) : text;
    }
    if (!terminal.colour) trim_end(line);
    out += line + "\n";
  }
  const std::int64_t more = report.answer.row_count - shown_count(report.answer, rows_max);
  if (more > 0) {
    const core::Language language = report.language;
    const std::string words(more == 1 ? say(language, " more row (--rows all)", " ligne de plus (--rows all)")
                                      : say(language, " more rows (--rows all)", " lignes de plus (--rows all)"));
    out += std::string(gap, ' ') + paint.dim("… " + number(more, language) + words) + "\n";
  }
  return out;
}

}  // namespace recoupe::render
