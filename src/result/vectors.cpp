#include "result/vectors.hpp"

#include "core/unicode.hpp"

namespace recoupe::result {

namespace {

using core::Kind;
using rows::Presence;
using rows::Storage;

duckdb_logical_type make_type(const core::Type& type) {
  switch (rows::storage_of(type)) {
    case Storage::int64:
      return duckdb_create_logical_type(type.kind == Kind::bool_ ? DUCKDB_TYPE_BOOLEAN : DUCKDB_TYPE_BIGINT);
    case Storage::float64: return duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
    case Storage::list: {
      const LogicalType element(type.element ? *type.element : core::Type());
      return duckdb_create_list_type(element.get());
    }
    case Storage::text: break;
  }
  return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
}

bool write_cell(const rows::Column& column, std::size_t row, duckdb_vector vector, idx_t at) {
  void* data = duckdb_vector_get_data(vector);
  switch (rows::storage_of(column.type)) {
    case Storage::int64:
      if (column.type.kind == Kind::bool_) {
        static_cast<bool*>(data)[at] = column.ints[row] != 0;
      } else {
        static_cast<std::int64_t*>(data)[at] = column.ints[row];
      }
      break;
    case Storage::float64: static_cast<double*>(data)[at] = column.doubles[row]; break;
    case Storage::text: {
      const std::string& text = column.texts[row];
      if (!core::is_valid_utf8(text)) return false;
      duckdb_unsafe_vector_assign_string_element_len(vector, at, text.data(), text.size());
      break;
    }
    case Storage::list: {
      const auto begin = static_cast<std::size_t>(column.offsets[row]);
      const auto count = static_cast<std::size_t>(column.offsets[row + 1]) - begin;
      const idx_t used = duckdb_list_vector_get_size(vector);
      duckdb_list_vector_reserve(vector, used + count);
      duckdb_list_vector_set_size(vector, used + count);
      duckdb_vector child = duckdb_list_vector_get_child(vector);
      for (std::size_t i = 0; i < count; ++i) {
        if (column.items->presence[begin + i] == Presence::value) {
          if (!write_cell(*column.items, begin + i, child, used + i)) return false;
        } else {
          set_null(child, used + i);
        }
      }
      static_cast<duckdb_list_entry*>(duckdb_vector_get_data(vector))[at] = {used, count};
      break;
    }
  }
  return true;
}

void read_cell(const Reader& reader, duckdb_vector vector, idx_t at, rows::Column& column) {
  switch (rows::storage_of(column.type)) {
    case Storage::int64:
      column.ints.push_back(column.type.kind == Kind::bool_ ? (reader.at<bool>(at) ? 1 : 0) : reader.at<std::int64_t>(at));
      break;
    case Storage::float64: column.doubles.push_back(reader.at<double>(at)); break;
    case Storage::text: column.texts.emplace_back(reader.text(at)); break;
    case Storage::list: {
      const auto entry = reader.at<duckdb_list_entry>(at);
      duckdb_vector child = duckdb_list_vector_get_child(vector);
      const Reader items(child);
      for (idx_t i = entry.offset; i < entry.offset + entry.length; ++i) {
        if (items.valid(i)) {
          read_cell(items, child, i, *column.items);
        } else {
          column.items->append_null();
        }
      }
      column.offsets.push_back(static_cast<std::int64_t>(column.items->size()));
      break;
    }
  }
  column.presence.push_back(Presence::value);
}

}  // namespace

std::string sql_type_of(const core::Type& type) {
  switch (rows::storage_of(type)) {
    case Storage::int64: return type.kind == Kind::bool_ ? "BOOLEAN" : "BIGINT";
    case Storage::float64: return "DOUBLE";
    case Storage::list: return sql_type_of(type.element ? *type.element : core::Type()) + "[]";
    case Storage::text: break;
  }
  return "VARCHAR";
}

LogicalType::LogicalType(const core::Type& type) : type_(make_type(type)) {}

void set_null(duckdb_vector vector, idx_t row) {
  duckdb_vector_ensure_validity_writable(vector);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
}

bool write_column(const rows::Column& column, std::size_t begin, std::size_t count, duckdb_vector values,
                  duckdb_vector missing) {
  bool* flags = missing ? static_cast<bool*>(duckdb_vector_get_data(missing)) : nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    const Presence presence = column.presence[begin + i];
    if (flags) flags[i] = presence == Presence::missing;
    if (presence == Presence::value) {
      if (!write_cell(column, begin + i, values, i)) return false;
    } else {
      set_null(values, i);
    }
  }
  return true;
}

void read_column(duckdb_vector values, duckdb_vector missing, idx_t count, rows::Column& column) {
  const Reader reader(values);
  const Reader flags(missing ? missing : values);
  for (idx_t row = 0; row < count; ++row) {
    if (reader.valid(row)) {
      read_cell(reader, values, row, column);
    } else if (missing && flags.valid(row) && flags.at<bool>(row)) {
      column.append_missing();
    } else {
      column.append_null();
    }
  }
}

}  // namespace recoupe::result
