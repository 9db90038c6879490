#include "result/digest.hpp"

#include <algorithm>
#include <numeric>

#include "core/hash.hpp"

namespace recoupe::result {

namespace {

std::string columns_line(const std::vector<plan::OutputColumn>& columns) {
  core::Json line = core::Json::array();
  for (const plan::OutputColumn& column : columns) {
    line.push(core::Json::object({{"name", column.name}, {"type", core::name_of(column.type)}}));
  }
  return core::canonical(line) + "\n";
}

std::string row_line(const rows::Batch& batch, std::size_t row) {
  core::JsonArray line;
  for (const rows::Column& column : batch.columns) line.push_back(core::digest_json(column.value(row)));
  return core::canonical(core::Json(std::move(line))) + "\n";
}

}  // namespace

Digested digest_rows(const std::vector<plan::OutputColumn>& columns, const rows::Batch& batch, bool ordered) {
  const std::string head = columns_line(columns);
  std::vector<std::string> lines;
  lines.reserve(batch.row_count());
  for (std::size_t row = 0; row < batch.row_count(); ++row) lines.push_back(row_line(batch, row));
  Digested out;
  out.sorted.resize(lines.size());
  std::iota(out.sorted.begin(), out.sorted.end(), std::size_t{0});
  std::ranges::stable_sort(out.sorted, {}, [&](std::size_t row) -> const std::string& { return lines[row]; });
  core::Sha256 hash;
  hash.add(head);
  for (const std::size_t row : out.sorted) hash.add(lines[row]);
  if (ordered) {
    core::Sha256 in_order;
    in_order.add(head);
    for (const std::string& line : lines) in_order.add(line);
    hash.add("ordered:" + core::hex(in_order.finish()) + "\n");
  }
  out.digest = core::named(hash.finish());
  return out;
}

}  // namespace recoupe::result
