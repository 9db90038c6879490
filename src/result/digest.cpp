#include "result/digest.hpp"

#include <algorithm>
#include <numeric>

#include "core/hash.hpp"
#include "core/limits.hpp"
#include "result/duckdb_api.hpp"

namespace recoupe::result {

namespace {

constexpr std::size_t rows_between_looks = 4'096;  // at `cancel`

std::string columns_line(const std::vector<plan::OutputColumn>& columns) {
  core::Json line = core::Json::array();
  for (const plan::OutputColumn& column : columns) {
    line.push(core::Json::object({{"name", column.name}, {"type", core::name_of(column.type)}}));
  }
  return core::canonical(line) + "\n";
}

/// Appends a cell as canonical JSON of its digest form; the kinds that are plain text or whole numbers without a detour.
void append_cell(std::string& line, const rows::Column& column, std::size_t row) {
  if (column.presence[row] == rows::Presence::null) {
    line += "null";
    return;
  }
  const core::Kind kind = column.type.kind;
  const bool plain = kind == core::Kind::string || kind == core::Kind::numeric || kind == core::Kind::uuid ||
                     kind == core::Kind::objectid || kind == core::Kind::bytes;
  if (column.presence[row] == rows::Presence::missing) {
    line += "{\"$missing\":true}";
  } else if (plain) {
    core::append_quoted(line, column.texts[row]);
  } else if (kind == core::Kind::int64) {
    line += '"' + std::to_string(column.ints[row]) + '"';
  } else {
    line += core::canonical(core::digest_json(column.value(row)));
  }
}

std::string row_line(const rows::Batch& batch, std::size_t row) {
  std::string line = "[";
  for (const rows::Column& column : batch.columns) {
    if (line.size() > 1) line += ',';
    append_cell(line, column, row);
  }
  return line + "]\n";
}

}  // namespace

core::Result<Digested> digest_rows(const std::vector<plan::OutputColumn>& columns, const rows::Batch& batch, bool ordered,
                                   const core::Cancel& cancel) {
  const std::string head = columns_line(columns);
  std::vector<std::string> lines;
  lines.reserve(batch.row_count());
  for (std::size_t row = 0; row < batch.row_count(); ++row) {
    if (row % rows_between_looks == 0 && cancel.requested()) return core::fail(error_of_duckdb(DUCKDB_ERROR_INTERRUPT, ""));
    lines.push_back(row_line(batch, row));
  }
  Digested out;
  out.sorted.resize(lines.size());
  std::iota(out.sorted.begin(), out.sorted.end(), std::size_t{0});
  std::ranges::stable_sort(out.sorted, {}, [&](std::size_t row) -> const std::string& { return lines[row]; });
  std::size_t bytes = head.size();
  for (const std::string& line : lines) bytes += line.size();
  const bool kept = bytes <= core::limits::digest_lines_bytes_max;
  core::Sha256 hash;
  const auto add = [&](const std::string& line) {
    hash.add(line);
    if (kept) out.lines += line;
  };
  add(head);
  for (const std::size_t row : out.sorted) add(lines[row]);
  if (ordered) {
    core::Sha256 in_order;
    in_order.add(head);
    for (const std::string& line : lines) in_order.add(line);
    add("ordered:" + core::hex(in_order.finish()) + "\n");
  }
  out.digest = core::named(hash.finish());
  return out;
}

}  // namespace recoupe::result
