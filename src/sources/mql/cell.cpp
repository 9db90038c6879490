#include "sources/mql/cell.hpp"

#include <utility>

#include "core/decimal.hpp"
#include "core/hash.hpp"
#include "rows/extended_json.hpp"
#include "sources/mql/ejson.hpp"
#include "sources/mql/value_text.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;
using core::Kind;

constexpr std::int64_t exact_in_double_max = std::int64_t{1} << 53;
constexpr std::uint8_t subtype_uuid = 4;

std::optional<std::int64_t> whole_of(Kind kind, const Json& value) {
  if (kind == Kind::int64) return ejson::read_int(value);
  if (kind == Kind::bool_) {
    const bool* flag = value.if_bool();
    return flag == nullptr ? std::nullopt : std::optional<std::int64_t>(*flag ? 1 : 0);
  }
  if (kind != Kind::timestamp) return std::nullopt;
  const auto instant = instant_of(value);
  return instant ? std::optional(instant->micros) : std::nullopt;
}

std::optional<double> real_of(const Json& value) {
  if (const auto real = ejson::read_float64(value)) return real;
  const auto whole = ejson::read_int(value);
  const bool exact = whole && *whole <= exact_in_double_max && *whole >= -exact_in_double_max;
  return exact ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<std::string> decimal_of(const Json& value) {
  if (const auto whole = ejson::read_int(value)) return std::to_string(*whole);
  const auto text = ejson::read_decimal(value);
  if (!text) return std::nullopt;
  auto plain = core::parse_decimal(*text);
  return plain ? std::optional(*std::move(plain)) : std::nullopt;
}

std::optional<std::string> text_of(Kind kind, const Json& value) {
  switch (kind) {
    case Kind::string: return value.if_string() == nullptr ? std::nullopt : std::optional(*value.if_string());
    case Kind::numeric: return decimal_of(value);
    case Kind::objectid: return ejson::read_object_id(value);
    case Kind::uuid:
    case Kind::bytes: {
      const auto binary = ejson::read_binary(value);
      if (!binary) return std::nullopt;
      if (kind == Kind::bytes) return core::hex(binary->bytes);
      return binary->subtype == subtype_uuid ? ejson::uuid_text(binary->bytes) : std::nullopt;
    }
    case Kind::document:
      if (value.if_object() == nullptr || ejson::wrapper_of(value)) return std::nullopt;
      return rows::cell_of_reply(value);
    case Kind::mixed: return rows::cell_of_reply(value);
    default: return std::nullopt;
  }
}

bool append_list(rows::Column& column, const Json& value) {
  const auto* items = value.if_array();
  if (items == nullptr) return false;
  for (const Json& item : *items)
    if (!append_cell(*column.items, item)) return false;
  column.offsets.push_back(static_cast<std::int64_t>(column.items->size()));
  return true;
}

template <class Value, class List>
bool put(std::optional<Value> value, List& list) {
  if (value) list.push_back(*std::move(value));
  return value.has_value();
}

}  // namespace

bool append_cell(rows::Column& column, const Json& value) {
  if (value.is_null()) {
    column.append_null();
    return true;
  }
  bool fits = false;
  switch (rows::storage_of(column.type)) {
    case rows::Storage::int64: fits = put(whole_of(column.type.kind, value), column.ints); break;
    case rows::Storage::float64: fits = put(real_of(value), column.doubles); break;
    case rows::Storage::text: fits = put(text_of(column.type.kind, value), column.texts); break;
    case rows::Storage::list: fits = append_list(column, value); break;
  }
  if (fits) column.presence.push_back(rows::Presence::value);
  return fits;
}

void cut_to(rows::Column& column, std::size_t rows) {
  column.presence.resize(rows);
  switch (rows::storage_of(column.type)) {
    case rows::Storage::int64: column.ints.resize(rows); break;
    case rows::Storage::float64: column.doubles.resize(rows); break;
    case rows::Storage::text: column.texts.resize(rows); break;
    case rows::Storage::list:
      column.offsets.resize(rows + 1);
      cut_to(*column.items, static_cast<std::size_t>(column.offsets.back()));
      break;
  }
}

}  // namespace recoupe::sources::mql
