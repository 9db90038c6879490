#include "sources/sql/sql_column.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "core/hash.hpp"
#include "sources/sql/table_name.hpp"

namespace recoupe::sources::sql {
namespace {

constexpr std::int32_t first_day = -719'162;  // 0001-01-01
constexpr std::int32_t last_day = 2'932'896;  // 9999-12-31
constexpr std::size_t float_digits_max = 300;  // beyond, PostgreSQL refuses what it takes for an overflow
constexpr std::int64_t day_micros = 86'400'000'000;

bool is_in_common_era(std::int64_t days) { return days >= first_day && days <= last_day; }

std::optional<std::string> number_text(const core::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* decimal = std::get_if<core::Decimal>(&value)) return decimal->text;
  return std::nullopt;
}

}  // namespace

std::optional<SqlColumn> sql_column(const physical::Fetch& fetch, int column) {
  if (column < 0 || static_cast<std::size_t>(column) >= fetch.columns.size()) return std::nullopt;
  const physical::FetchColumn& wanted = fetch.columns[static_cast<std::size_t>(column)];
  const catalog::Field* field = fetch.table->find(wanted.path);
  if (!field || wanted.path.size() != 1) return std::nullopt;
  const core::Type type = is_json(field->native_type) ? core::Type(core::Kind::mixed) : wanted.type;
  return SqlColumn{quoted_identifier(wanted.path[0]), field->native_type, kind_of(field->native_type), type};
}

std::optional<CellsRead> cells_read(const physical::Fetch& fetch) {
  CellsRead out;
  for (std::size_t i = 0; i < fetch.columns.size(); ++i) {
    const catalog::FieldPath& path = fetch.columns[i].path;
    const catalog::Field* top = path.empty() ? nullptr : fetch.table->find({path[0]});
    if (!top || (path.size() > 1 && !is_json(top->native_type))) return std::nullopt;
    const std::string quoted = quoted_identifier(path[0]);
    const auto known = std::ranges::find(out.cells, quoted, &SqlColumn::quoted);
    out.of_column.push_back(static_cast<std::size_t>(known - out.cells.begin()));
    if (known != out.cells.end()) continue;
    const core::Type type = is_json(top->native_type) ? core::Type(core::Kind::mixed) : fetch.columns[i].type;
    out.cells.push_back({quoted, top->native_type, kind_of(top->native_type), type, path[0]});
  }
  return out;
}

std::optional<SqlLiteral> literal_for(NativeKind kind, const core::Value& value) {
  switch (kind) {
    case NativeKind::integer:
      if (const auto* whole = std::get_if<std::int64_t>(&value)) return SqlLiteral{std::to_string(*whole), "int8"};
      [[fallthrough]];
    case NativeKind::numeric:
      if (auto text = number_text(value)) return SqlLiteral{*std::move(text), "numeric"};
      return std::nullopt;
    case NativeKind::real:
    case NativeKind::double_:
      if (auto text = number_text(value); text && text->size() <= float_digits_max) {
        return SqlLiteral{*std::move(text), "float8"};
      }
      if (const auto* number = std::get_if<double>(&value); number && std::isfinite(*number)) {
        return SqlLiteral{core::Json(*number).dump(), "float8"};
      }
      return std::nullopt;
    case NativeKind::boolean:
      if (const auto* truth = std::get_if<bool>(&value)) return SqlLiteral{*truth ? "true" : "false", "bool"};
      return std::nullopt;
    case NativeKind::date:
      if (const auto* day = std::get_if<core::Date>(&value); day && is_in_common_era(day->days)) {
        return SqlLiteral{core::text_of(*day), "date"};
      }
      return std::nullopt;
    case NativeKind::timestamptz:
      if (const auto* instant = std::get_if<core::Timestamp>(&value);
          instant && is_in_common_era(instant->micros / day_micros)) {
        return SqlLiteral{core::text_of(*instant), "timestamptz"};
      }
      return std::nullopt;
    case NativeKind::timestamp:
      if (const auto* local = std::get_if<core::Datetime>(&value); local && is_in_common_era(local->micros / day_micros)) {
        return SqlLiteral{core::text_of(*local), "timestamp"};
      }
      return std::nullopt;
    case NativeKind::uuid:
      if (const auto* uuid = std::get_if<core::Uuid>(&value)) return SqlLiteral{uuid->text, "uuid"};
      return std::nullopt;
    case NativeKind::bytea:
      if (const auto* bytes = std::get_if<core::Bytes>(&value)) return SqlLiteral{"\\x" + core::hex(bytes->data), "bytea"};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace recoupe::sources::sql
