// What is read from a source: one table, some fields, a superset filter, perhaps keys that another fetch yields.
// Made by physical::plan_fetches from a bound plan; read by calls (compilers), rows (decoders), execute and result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace recoupe::physical {

/// A field to read and the type that its values must come back with.
struct FetchColumn {
  catalog::FieldPath path;
  core::Type type;
  bool may_be_missing = false;
};

/// Keys that an earlier fetch yields: rows whose `target` is none of them can be left out.
/// In `target` Name::slot points into Fetch::columns.
struct KeySlot {
  int check_step = 0;    // the step whose left rows yield the keys (index in the pipeline that contains it)
  int slot = 0;          // the number execute fills it by
  plan::Expr target;     // over this fetch's columns
  plan::Expr source;     // over the left side's scope; its type equals target's
};

/// How many columns of a row an error names: the first ones whose values are short.
inline constexpr std::size_t row_columns_named_max = 4;

/// Tells whether an error about a row would name the column.
[[nodiscard]] inline bool names_rows(const plan::ScopeColumn& column) {
  const core::Kind kind = column.type.kind;
  return !column.hidden && kind != core::Kind::array && kind != core::Kind::document && kind != core::Kind::mixed;
}

struct OrderHint {
  int column = 0;
  bool descending = false;
};

/// Everything here is a hint that may be pushed or dropped: result applies every step again locally.
struct Fetch {
  int id = 0;
  std::string server;
  const catalog::Table* table = nullptr;
  std::vector<FetchColumn> columns;
  std::vector<plan::Expr> filters;  // conjuncts; Name::slot points into `columns`
  std::optional<KeySlot> keys;
  std::vector<OrderHint> order;     // with `limit`: the first rows of the table in that order, ties by all columns
  std::optional<std::int64_t> limit;
};

}  // namespace recoupe::physical
