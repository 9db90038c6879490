#include <memory>
#include <new>
#include <optional>

#include "core/decimal.hpp"
#include "result/float_sum.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

namespace {

/// NUMERIC: text, summed exactly.
struct DecimalState {
  core::DecimalSum sum;
  bool any = false;
  using In = std::string_view;
  using Out = std::string;
  void add(std::string_view value) {
    sum.add(value);
    any = true;
  }
  void merge(const DecimalState& other) {
    sum.merge(other.sum);
    any = any || other.any;
  }
  [[nodiscard]] std::optional<std::string> finish() const {
    return any ? std::optional(sum.total()) : std::nullopt;
  }
};

struct FloatState {
  FloatSum sum;
  using In = double;
  using Out = double;
  void add(double value) { sum.add(value); }
  void merge(const FloatState& other) { sum.merge(other.sum); }
};
struct FloatTotal : FloatState {
  [[nodiscard]] std::optional<double> finish() const { return sum.count() ? std::optional(sum.sum()) : std::nullopt; }
};
struct FloatMean : FloatState {
  [[nodiscard]] std::optional<double> finish() const { return sum.count() ? std::optional(sum.mean()) : std::nullopt; }
};

template <class State>
State& state_at(duckdb_aggregate_state* states, idx_t row) {
  return *std::launder(reinterpret_cast<State*>(states[row]));
}

template <class State>
core::Status add_aggregate(const Database& database, const char* name) {
  duckdb_aggregate_function function = duckdb_create_aggregate_function();
  duckdb_aggregate_function_set_name(function, name);
  duckdb_aggregate_function_add_parameter(function, Cell<typename State::In>::type().get());
  duckdb_aggregate_function_set_return_type(function, Cell<typename State::Out>::type().get());
  duckdb_aggregate_function_set_functions(
      function, [](duckdb_function_info) -> idx_t { return sizeof(State); },
      [](duckdb_function_info, duckdb_aggregate_state state) { new (static_cast<void*>(state)) State(); },
      [](duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
        const Reader reader(duckdb_data_chunk_get_vector(input, 0));
        const idx_t count = duckdb_data_chunk_get_size(input);
        for (idx_t row = 0; row < count; ++row) {
          if (reader.valid(row)) state_at<State>(states, row).add(Cell<typename State::In>::read(reader, row));
        }
      },
      [](duckdb_function_info, duckdb_aggregate_state* source, duckdb_aggregate_state* target, idx_t count) {
        for (idx_t row = 0; row < count; ++row) state_at<State>(target, row).merge(state_at<State>(source, row));
      },
      [](duckdb_function_info, duckdb_aggregate_state* source, duckdb_vector result, idx_t count, idx_t offset) {
        for (idx_t row = 0; row < count; ++row) {
          if (const auto value = state_at<State>(source, row).finish()) {
            Cell<typename State::Out>::write(result, offset + row, *value);
          } else {
            set_null(result, offset + row);
          }
        }
      });
  duckdb_aggregate_function_set_destructor(function, [](duckdb_aggregate_state* states, idx_t count) {
    for (idx_t row = 0; row < count; ++row) std::destroy_at(&state_at<State>(states, row));
  });
  const duckdb_state registered = duckdb_register_aggregate_function(database.connection(), function);
  duckdb_destroy_aggregate_function(&function);
  if (registered == DuckDBError) return core::fail(engine_fault(std::string("function ") + name));
  return {};
}

}  // namespace

core::Status add_sum_functions(const Database& database) {
  RECOUPE_CHECK(add_aggregate<DecimalState>(database, "rc_sum"));
  RECOUPE_CHECK(add_aggregate<FloatTotal>(database, "rc_sum_float"));
  return add_aggregate<FloatMean>(database, "rc_avg_float");
}

}  // namespace recoupe::result
