#include "result/sql_text.hpp"

#include <limits>

#include "core/decimal.hpp"
#include "plan/infer_types.hpp"
#include "result/vectors.hpp"

namespace recoupe::result {

namespace {

using core::Kind;
using core::Type;
using core::Value;

std::string whole(std::int64_t number) { return "'" + std::to_string(number) + "'::BIGINT"; }

std::string decimal_text(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return core::decimal_of(*number);
  if (const auto* number = std::get_if<double>(&value)) return core::decimal_of(*number);
  if (const auto* number = std::get_if<core::Decimal>(&value)) return number->text;
  return "NaN";
}

std::string ordered_struct(const std::string& sql, const Type& type) {
  return "{'k': " + key_of(sql, type) + ", 's': CAST(" + sql + " AS VARCHAR), 'v': " + sql + "}";
}

bool holds_doubles(const Type& type) {
  return type.kind == Kind::float64 || (type.kind == Kind::array && type.element && holds_doubles(*type.element));
}

// The value comes out of an order of bytes that gives -0 back as 0: doubles are read from their text.
std::string taken_out(const std::string& chosen, const Type& type) {
  return holds_doubles(type) ? "CAST((" + chosen + ").s AS " + sql_type_of(type) + ")" : "(" + chosen + ").v";
}

}  // namespace

std::string sql_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\0') {
      out += "' || chr(0) || '";
    } else {
      out += c;
      if (c == '\'') out += c;
    }
  }
  out += "'";
  return text.find('\0') == std::string_view::npos ? out : "(" + out + ")";
}

std::string storage_word(const Type& type) {
  switch (rows::storage_of(type)) {
    case rows::Storage::int64: return type.kind == Kind::bool_ ? "bool" : "whole";
    case rows::Storage::float64: return "float";
    default: return "text";
  }
}

std::string kind_number(Kind kind) { return std::to_string(static_cast<int>(kind)) + "::BIGINT"; }

std::string null_of(const Type& type) { return "CAST(NULL AS " + sql_type_of(type) + ")"; }

std::string literal(const Value& value, const Type& type) {
  if (value.is_null() || value.is_missing()) return null_of(type);
  switch (type.kind) {
    case Kind::bool_: return std::get<bool>(value) ? "TRUE" : "FALSE";
    case Kind::int64: return whole(std::get<std::int64_t>(value));
    case Kind::numeric: return sql_quoted(decimal_text(value));
    case Kind::float64: {
      const double number = core::double_of_decimal(decimal_text(value));
      return "'" + core::decimal_of(number) + "'::DOUBLE";
    }
    case Kind::date: return whole(std::get<core::Date>(value).days);
    case Kind::timestamp: return whole(std::get<core::Timestamp>(value).micros);
    case Kind::datetime: return whole(std::get<core::Datetime>(value).micros);
    case Kind::time: return whole(std::get<core::Time>(value).micros);
    default: {
      rows::Column column = rows::make_column({}, type);
      if (!column.append(value) || column.texts.empty()) return null_of(type);
      return sql_quoted(column.texts.front());
    }
  }
}

std::string converted(const std::string& sql, const Type& from, const Type& to) {
  if (from == to || to.kind == Kind::null) return sql;
  if (from.kind == Kind::null) return null_of(to);
  if (from.kind == Kind::int64 && to.kind == Kind::numeric) return "CAST(" + sql + " AS VARCHAR)";
  if (from.kind == Kind::int64 && to.kind == Kind::float64) return "CAST(" + sql + " AS DOUBLE)";
  if (from.kind == Kind::numeric && to.kind == Kind::float64) return "rc_float(" + sql + ")";
  return sql;
}

bool cast_may_fail(const Type& from, const Type& to) {
  if (from == to || from.kind == Kind::null) return false;
  if (from.kind == Kind::mixed) return true;
  if (from.kind == Kind::string) return true;
  if (to.kind == Kind::string) return false;
  return from.is_number() && to.kind == Kind::int64;
}

std::string try_cast(const std::string& sql, const Type& from, const Type& to) {
  if (from == to) return sql;
  if (from.kind == Kind::null) return null_of(to);
  const bool text_already = from.kind == Kind::numeric || from.kind == Kind::uuid || from.kind == Kind::objectid ||
                            from.kind == Kind::bytes;
  if (to.kind == Kind::string && text_already) return sql;
  if (to.kind == Kind::string && from.kind == Kind::int64) return "CAST(" + sql + " AS VARCHAR)";
  if (from.kind == Kind::int64 && (to.kind == Kind::numeric || to.kind == Kind::float64)) return converted(sql, from, to);
  return "rc_cast_" + storage_word(from) + "_" + storage_word(to) + "(" + sql + ", " + kind_number(from.kind) + ", " +
         kind_number(to.kind) + ")";
}

bool key_is_coarser(const Type& type) {
  if (type.kind == Kind::array) return type.element && key_is_coarser(*type.element);
  return type.kind == Kind::numeric || type.kind == Kind::float64;
}

std::string key_of(const std::string& sql, const Type& type) {
  if (!key_is_coarser(type)) return sql;
  if (type.kind == Kind::numeric) return "rc_key(" + sql + ")";
  if (type.kind == Kind::float64) return "(CASE WHEN " + sql + " = 0 THEN 0::DOUBLE ELSE " + sql + " END)";
  return "list_transform(" + sql + ", lambda item: " + key_of("item", *type.element) + ")";
}

std::string representative(const std::string& sql, const Type& type, const std::string& over) {
  if (!key_is_coarser(type)) return "any_value(" + sql + ")" + over;
  return taken_out("min(" + ordered_struct(sql, type) + ")" + over, type);
}

std::string extreme(const char* min_or_max, const std::string& sql, const Type& type) {
  if (!key_is_coarser(type)) return std::string(min_or_max) + "(" + sql + ")";
  return taken_out(std::string(min_or_max) + "(" + ordered_struct(sql, type) + ") FILTER (WHERE " + sql + " IS NOT NULL)", type);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

}  // namespace recoupe::result
