#include "sources/sql/native_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace recoupe::sources::sql {
namespace {

constexpr std::string_view enum_mark = "enum ";

template <class Value>
using Entry = std::pair<std::string_view, Value>;

// As format_type writes them, without modifiers.
constexpr auto kinds = std::to_array<Entry<NativeKind>>({
    {"boolean", NativeKind::boolean},
    {"smallint", NativeKind::integer},
    {"integer", NativeKind::integer},
    {"bigint", NativeKind::integer},
    {"oid", NativeKind::integer},
    {"numeric", NativeKind::numeric},
    {"real", NativeKind::real},
    {"double precision", NativeKind::double_},
    {"text", NativeKind::text},
    {"character varying", NativeKind::text},
    {"character", NativeKind::padded},
    {"citext", NativeKind::folded},
    {"name", NativeKind::folded},
    {"date", NativeKind::date},
    {"timestamp with time zone", NativeKind::timestamptz},
    {"timestamp without time zone", NativeKind::timestamp},
    {"uuid", NativeKind::uuid},
    {"bytea", NativeKind::bytea},
    {"jsonb", NativeKind::jsonb},
});

// As pg_type names them. What is not here is read as text.
constexpr auto types = std::to_array<Entry<core::Kind>>({
    {"bool", core::Kind::bool_},        {"int2", core::Kind::int64},          {"int4", core::Kind::int64},
    {"int8", core::Kind::int64},        {"oid", core::Kind::int64},           {"numeric", core::Kind::numeric},
    {"float4", core::Kind::float64},    {"float8", core::Kind::float64},      {"date", core::Kind::date},
    {"timestamp", core::Kind::datetime}, {"timestamptz", core::Kind::timestamp}, {"time", core::Kind::time},
    {"uuid", core::Kind::uuid},         {"bytea", core::Kind::bytes},         {"jsonb", core::Kind::mixed},
});

template <class Table, class Value>
Value found_in(const Table& table, std::string_view name, Value otherwise) {
  const auto found = std::ranges::find(table, name, &Entry<Value>::first);
  return found == table.end() ? otherwise : found->second;
}

/// Drops modifiers: "timestamp(3) with time zone" gives "timestamp with time zone".
std::string without_modifiers(std::string_view name) {
  const std::size_t open = name.find('(');
  if (open == std::string_view::npos) return std::string(name);
  const std::size_t close = name.find(')', open);
  if (close == std::string_view::npos) return std::string(name);
  return std::string(name.substr(0, open)) + std::string(name.substr(close + 1));
}

bool is_array_name(std::string_view name) { return name.ends_with("[]"); }

bool is_array(std::string_view native_type) { return is_array_name(native_type) || native_type.ends_with("[])"); }

}  // namespace

std::string base_name(std::string_view native_type) {
  const std::size_t domain = native_type.find(" (");  // "email (text)"
  if (domain != std::string_view::npos && native_type.ends_with(')')) {
    native_type = native_type.substr(domain + 2, native_type.size() - domain - 3);
  }
  if (is_array_name(native_type)) native_type.remove_suffix(2);
  return without_modifiers(native_type);
}

NativeKind kind_of(std::string_view native_type) {
  if (native_type.starts_with(enum_mark)) return NativeKind::folded;
  return found_in(kinds, base_name(native_type), NativeKind::other);
}

bool is_json(std::string_view native_type) { return kind_of(native_type) == NativeKind::jsonb && !is_array(native_type); }

core::Type language_type(std::string_view base_type, bool is_array, bool is_enum) {
  const core::Type type(is_enum ? core::Kind::string : found_in(types, base_type, core::Kind::string));
  return is_array ? core::Type::array_of(type) : type;
}

std::string native_name(const std::string& name, bool is_enum) { return is_enum ? std::string(enum_mark) + name : name; }

std::string read_expression(const std::string& quoted_column, std::string_view native_type) {
  const std::string array = is_array(native_type) ? "[]" : "";
  switch (kind_of(native_type)) {
    case NativeKind::real: return quoted_column + "::float8" + array;
    case NativeKind::padded: return quoted_column + "::text" + array;
    default: return quoted_column;
  }
}

}  // namespace recoupe::sources::sql
