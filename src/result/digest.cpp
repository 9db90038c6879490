#include "result/digest.hpp"

#include <memory>

#include "result/vectors.hpp"

namespace recoupe::result {

namespace {

std::string columns_line(const std::vector<plan::OutputColumn>& columns) {
  core::Json line = core::Json::array();
  for (const plan::OutputColumn& column : columns) {
    line.push(core::Json::object({{"name", column.name}, {"type", core::name_of(column.type)}}));
  }
  return core::canonical(line);
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

/// What rc_line is called with: one type per column.
using Kinds = std::vector<core::Type>;

void write_lines(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& types = *static_cast<const Kinds*>(duckdb_scalar_function_get_extra_info(info));
  const idx_t count = duckdb_data_chunk_get_size(input);
  std::vector<rows::Column> columns;
  for (idx_t i = 0; i < types.size(); ++i) {
    columns.push_back(rows::make_column({}, types[i]));
    read_column(duckdb_data_chunk_get_vector(input, 2 * i), duckdb_data_chunk_get_vector(input, 2 * i + 1), count, columns[i]);
  }
  std::string line;
  for (idx_t row = 0; row < count; ++row) {
    line = "[";
    for (const rows::Column& column : columns) {
      if (line.size() > 1) line += ',';
      append_cell(line, column, row);
    }
    line += ']';
    duckdb_vector_assign_string_element_len(output, row, line.data(), line.size());
  }
}

}  // namespace

core::Status add_line_function(const Database& database, const std::vector<plan::OutputColumn>& columns) {
  if (columns.empty()) return {};
  const LogicalType flag(core::Type(core::Kind::bool_));
  const LogicalType text(core::Type(core::Kind::string));
  auto types = std::make_unique<Kinds>();
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, "rc_line");
  for (const plan::OutputColumn& column : columns) {
    types->push_back(column.type);
    duckdb_scalar_function_add_parameter(function, LogicalType(column.type).get());
    duckdb_scalar_function_add_parameter(function, flag.get());
  }
  duckdb_scalar_function_set_return_type(function, text.get());
  duckdb_scalar_function_set_special_handling(function);
  duckdb_scalar_function_set_extra_info(function, types.release(), [](void* data) { delete static_cast<Kinds*>(data); });
  duckdb_scalar_function_set_function(function, write_lines);
  const duckdb_state state = duckdb_register_scalar_function(database.connection(), function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBError) return core::fail(engine_fault("function rc_line"));
  return {};
}

LineDigest::LineDigest(const std::vector<plan::OutputColumn>& columns, std::size_t keep_bytes_max)
    : keep_bytes_max_(keep_bytes_max) {
  add(columns_line(columns));
}

void LineDigest::add(std::string_view line) {
  hash_.add(line);
  hash_.add("\n");
  kept_ = kept_ && lines_.size() + line.size() < keep_bytes_max_;
  if (kept_) {
    lines_.append(line).append("\n");
  } else {
    lines_ = {};
  }
}

}  // namespace recoupe::result
