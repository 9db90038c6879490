#include "plan/literals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/decimal.hpp"
#include "plan/keywords.hpp"
#include "plan/syntax_error.hpp"
#include "plan/traverse.hpp"

namespace recoupe::plan {
namespace {

using core::fail;
using core::Kind;
using core::Result;
using namespace std::string_view_literals;

constexpr std::array typed{Kind::date,     Kind::time, Kind::timestamp, Kind::datetime,
                           Kind::objectid, Kind::uuid, Kind::bytes};
constexpr std::array interval_units{"SECOND"sv, "MINUTE"sv, "HOUR"sv, "DAY"sv, "WEEK"sv, "MONTH"sv, "QUARTER"sv, "YEAR"sv};

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

std::unexpected<core::Error> unreadable(std::string_view word, std::string_view text, const std::string& example) {
  const std::string written(word);
  core::Error error;
  error.code = core::Code::syntax;
  error.origin = core::Origin::user;
  error.stage = "plan";
  error.message = {"'" + shown(text) + "' is no " + written, "'" + shown(text) + "' n'est pas un littéral " + written};
  error.remedy = {"Write it as " + written + " '" + example + "'.", "Écrivez-le ainsi : " + written + " '" + example + "'."};
  return fail(std::move(error));
}

template <class T>
Literal made(Kind kind, T value) {
  return {core::Value(std::move(value)), core::Type(kind), {}};
}

// A time of day is the part after T of an instant.
Result<Literal> time_literal(std::string_view text) {
  auto instant = core::parse_timestamp("1970-01-01T" + std::string(text) + (text.size() == 5 ? ":00Z" : "Z"));
  if (!instant || text.find_first_of("Zz+-") != std::string_view::npos) return unreadable("TIME", text, "09:30:00");
  return made(Kind::time, core::Time{instant->micros});
}

Result<Literal> datetime_literal(std::string_view text) {
  auto instant = core::parse_timestamp(std::string(text) + "Z");
  if (!instant) return unreadable("DATETIME", text, "2026-03-01T09:30:00");
  return made(Kind::datetime, core::Datetime{instant->micros});
}

Result<Literal> bytes_literal(std::string_view text) {
  const std::string hex = lower_ascii(text);
  if (!is_hex(hex) || hex.size() % 2 != 0) return unreadable("BYTES", text, "00ff");
  std::string data;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    data += static_cast<char>(byte);
  }
  return made(Kind::bytes, core::Bytes{std::move(data)});
}

Result<Literal> uuid_literal(std::string_view text) {
  const std::string lower = lower_ascii(text);
  bool good = lower.size() == 36;
  for (std::size_t i = 0; good && i < lower.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? lower[i] == '-' : is_hex(std::string_view(lower).substr(i, 1));
  }
  if (!good) return unreadable("UUID", text, "123e4567-e89b-12d3-a456-426614174000");
  return made(Kind::uuid, core::Uuid{lower});
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

}  // namespace

Literal null_literal() { return {core::Value(), core::Type(Kind::null), {}}; }
Literal bool_literal(bool value) { return made(Kind::bool_, value); }
Literal text_literal(std::string text) { return made(Kind::string, std::move(text)); }

Result<Literal> number_literal(std::string_view written) {
  RECOUPE_TRY(decimal, core::parse_decimal(written));
  if (!decimal.empty() && (decimal.back() < '0' || decimal.back() > '9')) return unreadable("NUMERIC", written, "12.50");
  if (decimal.find('.') == std::string::npos) {
    if (const auto whole = core::int64_of_decimal(decimal)) return made(Kind::int64, *whole);
  }
  return made(Kind::numeric, core::Decimal{std::move(decimal)});
}

std::optional<Kind> literal_kind(std::string_view word) {
  for (const Kind kind : typed) {
    if (same_keyword(word, core::name_of(core::Type(kind)))) return kind;
  }
  return std::nullopt;
}

Result<Literal> typed_literal(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::date: {
      auto date = core::parse_date(text);
      if (!date) return unreadable("DATE", text, "2026-03-01");
      return made(kind, *date);
    }
    case Kind::timestamp: {
      auto instant = core::parse_timestamp(text);
      if (!instant) return unreadable("TIMESTAMP", text, "2026-03-01T09:30:00Z");
      return made(kind, *instant);
    }
    case Kind::time: return time_literal(text);
    case Kind::datetime: return datetime_literal(text);
    case Kind::bytes: return bytes_literal(text);
    case Kind::uuid: return uuid_literal(text);
    case Kind::objectid: {
      const std::string hex = lower_ascii(text);
      if (hex.size() != 24 || !is_hex(hex)) return unreadable("OBJECTID", text, "507f1f77bcf86cd799439011");
      return made(kind, core::ObjectId{hex});
    }
    default: return unreadable(core::name_of(core::Type(kind)), text, "…");
  }
}

Result<Literal> interval_literal(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view word = text.substr(static_cast<std::size_t>(end - text.data()));
  if (problem == std::errc() && count >= 0 && word.starts_with(' ')) {
    for (const std::string_view unit : interval_units) {
      std::string_view written = word.substr(1);
      if (written.size() == unit.size() + 1 && (written.back() == 's' || written.back() == 'S')) written.remove_suffix(1);
      if (!same_keyword(written, unit)) continue;
      Literal out = made(Kind::int64, count);
      out.interval = std::to_string(count) + " " + lower_ascii(unit) + (count == 1 ? "" : "s");
      return out;
    }
  }
  return unreadable("INTERVAL", text, "30 days");
}

std::optional<Interval> interval_of(const Literal& literal) {
  const auto* count = std::get_if<std::int64_t>(&literal.value);
  if (literal.interval.empty() || !count) return std::nullopt;
  std::string_view word = std::string_view(literal.interval).substr(literal.interval.find(' ') + 1);
  if (word.ends_with('s')) word.remove_suffix(1);
  for (const std::string_view unit : interval_units) {
    if (same_keyword(word, unit)) return Interval{*count, unit};
  }
  return std::nullopt;
}

std::string plain_text_of(const Literal& literal) {
  if (!literal.interval.empty()) return literal.interval;
  return std::visit(Overloaded{
                        [](std::monostate) { return std::string("NULL"); },
                        [](core::Missing) { return std::string("NULL"); },
                        [](bool value) { return std::string(value ? "TRUE" : "FALSE"); },
                        [](std::int64_t value) { return std::to_string(value); },
                        [](double value) { return core::decimal_of(value); },
                        [](const core::Decimal& value) { return value.text; },
                        [](const std::string& value) { return value; },
                        [](core::Date value) { return core::text_of(value); },
                        [](core::Timestamp value) { return core::text_of(value); },
                        [](core::Datetime value) { return core::text_of(value); },
                        [](core::Time value) { return core::text_of(value); },
                        [](const core::Bytes& value) { return hex_of(value.data); },
                        [](const core::Uuid& value) { return value.text; },
                        [](const core::ObjectId& value) { return value.hex; },
                        [](const core::ValueArray&) { return std::string("NULL"); },
                        [](const core::ValueDocument&) { return std::string("NULL"); },
                    },
                    static_cast<const core::Value::variant&>(literal.value));
}

std::string text_of(const Literal& literal) {
  const std::string plain = plain_text_of(literal);
  if (!literal.interval.empty()) return "INTERVAL " + quoted_text(plain);
  if (std::holds_alternative<std::string>(literal.value)) return quoted_text(plain);
  if (std::ranges::find(typed, literal.type.kind) != typed.end() && !literal.value.is_null()) {
    return core::name_of(literal.type) + " " + quoted_text(plain);
  }
  return plain;
}

std::string quoted_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out += '\'';
}

}  // namespace recoupe::plan
