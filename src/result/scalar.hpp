// Makes a DuckDB scalar function of a C++ callable on cells: NULL where an operand is NULL or nothing comes back.
// Takes name and callable, registers them. Included by functions_*.cpp.
#pragma once

#include <array>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "result/duckdb_api.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

/// A result that is kept as BLOB.
struct Blob {
  std::string bytes;
};

/// How a C++ type is kept: its DuckDB type, reading, writing.
template <class T>
struct Cell {
  static LogicalType type() {
    return LogicalType(core::Type(std::is_same_v<T, bool>     ? core::Kind::bool_
                                  : std::is_same_v<T, double> ? core::Kind::float64
                                                              : core::Kind::int64));
  }
  static T read(const Reader& reader, idx_t row) { return reader.at<T>(row); }
  static void write(duckdb_vector vector, idx_t row, T value) {
    static_cast<T*>(duckdb_vector_get_data(vector))[row] = value;
  }
};
template <>
struct Cell<std::string_view> {
  static LogicalType type() { return LogicalType(core::Type(core::Kind::string)); }
  static std::string_view read(const Reader& reader, idx_t row) { return reader.text(row); }
};
template <>
struct Cell<std::string> {
  static LogicalType type() { return LogicalType(core::Type(core::Kind::string)); }
  static void write(duckdb_vector vector, idx_t row, const std::string& value) {
    duckdb_vector_assign_string_element_len(vector, row, value.data(), value.size());
  }
};
template <>
struct Cell<Blob> {
  static LogicalType type() { return LogicalType(DUCKDB_TYPE_BLOB); }
  static void write(duckdb_vector vector, idx_t row, const Blob& value) {
    duckdb_vector_assign_string_element_len(vector, row, value.bytes.data(), value.bytes.size());
  }
};

/// A list; its items may be NULL.
template <class T>
struct Cell<std::vector<std::optional<T>>> {
  static LogicalType type() { return LogicalType::list_of(Cell<T>::type()); }
  static void write(duckdb_vector vector, idx_t row, const std::vector<std::optional<T>>& items) {
    const idx_t used = duckdb_list_vector_get_size(vector);
    duckdb_list_vector_reserve(vector, used + items.size());
    duckdb_list_vector_set_size(vector, used + items.size());
    duckdb_vector child = duckdb_list_vector_get_child(vector);
    for (idx_t i = 0; i < items.size(); ++i) {
      if (items[i]) {
        Cell<T>::write(child, used + i, *items[i]);
      } else {
        set_null(child, used + i);
      }
    }
    static_cast<duckdb_list_entry*>(duckdb_vector_get_data(vector))[row] = {used, items.size()};
  }
};

/// What a body gives: a value or nothing (NULL), or the text of an error.
template <class Out>
class OrRaised {
 public:
  OrRaised() = default;
  template <class Given>
    requires std::convertible_to<Given, std::optional<Out>>
  OrRaised(Given&& given) : value_(std::forward<Given>(given)) {}
  OrRaised(std::unexpected<std::string> error) : error_(std::move(error).error()) {}
  [[nodiscard]] const std::optional<Out>& value() const { return value_; }
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  std::optional<Out> value_;
  std::string error_;
};

template <class Out, class... In>
using ScalarBody = std::function<OrRaised<Out>(In...)>;

template <class Out, class... In, std::size_t... I>
void run_scalar(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output, std::index_sequence<I...>) {
  const auto& body = *static_cast<const ScalarBody<Out, In...>*>(duckdb_scalar_function_get_extra_info(info));
  const std::array<Reader, sizeof...(In)> readers{Reader(duckdb_data_chunk_get_vector(input, I))...};
  const idx_t count = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < count; ++row) {
    OrRaised<Out> out;
    if ((readers[I].valid(row) && ...)) out = body(Cell<In>::read(readers[I], row)...);
    if (!out.error().empty()) return duckdb_scalar_function_set_error(info, out.error().c_str());
    if (out.value()) {
      Cell<Out>::write(output, row, *out.value());
    } else {
      set_null(output, row);
    }
  }
}

/// Registers `body` as a function of SQL.
template <class Out, class... In>
core::Status add_scalar(const Database& database, const std::string& name,
                        std::type_identity_t<ScalarBody<Out, In...>> body) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, name.c_str());
  (duckdb_scalar_function_add_parameter(function, Cell<In>::type().get()), ...);
  duckdb_scalar_function_set_return_type(function, Cell<Out>::type().get());
  duckdb_scalar_function_set_special_handling(function);
  auto kept = std::make_unique<ScalarBody<Out, In...>>(std::move(body));
  duckdb_scalar_function_set_extra_info(function, kept.release(),
                                        [](void* data) { delete static_cast<ScalarBody<Out, In...>*>(data); });
  duckdb_scalar_function_set_function(
      function, [](duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
        run_scalar<Out, In...>(info, input, output, std::index_sequence_for<In...>());
      });
  const duckdb_state state = duckdb_register_scalar_function(database.connection(), function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBError) return core::fail(engine_fault("function " + name));
  return {};
}

}  // namespace recoupe::result
