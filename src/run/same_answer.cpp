#include "run/same_answer.hpp"

#include <algorithm>

namespace recoupe::run {
namespace {

using Cells = std::vector<std::string>;  // of one column, a row each

std::vector<Cells> cells_of(const result::Answer& answer) {
  std::vector<Cells> columns(answer.columns.size());
  for (const rows::Batch& batch : answer.batches)
    for (std::size_t i = 0; i < batch.columns.size(); ++i)
      for (std::size_t row = 0; row < batch.row_count(); ++row)
        columns[i].push_back(core::canonical(core::digest_json(batch.columns[i].value(row))));
  return columns;
}

Cells sorted(Cells cells) {
  std::ranges::sort(cells);
  return cells;
}

/// Pairs the expected answer's columns with the given one's; -1 where there is none.
std::vector<int> pairs_of(const result::Answer& given, const std::vector<Cells>& given_cells,
                          const result::Answer& expected, const std::vector<Cells>& expected_cells) {
  std::vector<int> pairs(expected.columns.size(), -1);
  std::vector<bool> taken(given.columns.size());
  const auto pair = [&](std::size_t e, auto&& fits) {
    for (std::size_t g = 0; pairs[e] < 0 && g < given.columns.size(); ++g)
      if (!taken[g] && fits(g)) pairs[e] = static_cast<int>(g), taken[g] = true;
  };
  for (std::size_t e = 0; e < pairs.size(); ++e)
    pair(e, [&](std::size_t g) { return given.columns[g].name == expected.columns[e].name; });
  for (std::size_t e = 0; e < pairs.size(); ++e)
    pair(e, [&](std::size_t g) {
      return given.columns[g].type == expected.columns[e].type && sorted(given_cells[g]) == sorted(expected_cells[e]);
    });
  return pairs;
}

/// Gives the rows over the paired columns, each as one text.
Cells rows_over(const std::vector<Cells>& columns, const std::vector<int>& chosen, std::int64_t count) {
  Cells rows(static_cast<std::size_t>(count));
  for (const int column : chosen)
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] += columns[static_cast<std::size_t>(column)][row] + "\n";
  return rows;
}

}  // namespace

bool same_answer(const result::Answer& given, const result::Answer& expected) {
  if (given.digest == expected.digest) return true;
  if (given.row_count != expected.row_count) return false;
  const std::vector<Cells> given_cells = cells_of(given);
  const std::vector<Cells> expected_cells = cells_of(expected);
  const std::vector<int> pairs = pairs_of(given, given_cells, expected, expected_cells);
  std::vector<int> ours;
  std::vector<int> theirs;
  for (std::size_t e = 0; e < pairs.size(); ++e) {
    if (pairs[e] < 0) continue;
    ours.push_back(pairs[e]);
    theirs.push_back(static_cast<int>(e));
  }
  // One side may show more columns than the other, as long as one of them shows all that the other does.
  const bool one_holds_the_other = ours.size() == given.columns.size() || ours.size() == expected.columns.size();
  if (ours.empty() || !one_holds_the_other) return false;
  Cells left = rows_over(given_cells, ours, given.row_count);
  Cells right = rows_over(expected_cells, theirs, expected.row_count);
  if (given.ordered && expected.ordered && left == right) return true;
  return !(given.ordered && expected.ordered) && sorted(std::move(left)) == sorted(std::move(right));
}

}  // namespace recoupe::run
