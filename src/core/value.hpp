// One value of the plan language, exact. For literals, rendering and digests; bulk data lives in rows/batch.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/json.hpp"
#include "core/type.hpp"

namespace recoupe::core {

struct Missing {
  bool operator==(const Missing&) const = default;
};
/// A decimal in plain notation with its scale ("-12.50"), or "NaN", "Infinity", "-Infinity".
struct Decimal {
  std::string text;
  bool operator==(const Decimal&) const = default;
};
struct Date {
  std::int32_t days = 0;  // since 1970-01-01, proleptic Gregorian
  bool operator==(const Date&) const = default;
};
struct Timestamp {
  std::int64_t micros = 0;  // since 1970-01-01T00:00:00Z
  bool operator==(const Timestamp&) const = default;
};
struct Datetime {
  std::int64_t micros = 0;  // as if UTC
  bool operator==(const Datetime&) const = default;
};
struct Time {
  std::int64_t micros = 0;  // since midnight
  bool operator==(const Time&) const = default;
};
struct Bytes {
  std::string data;  // raw
  bool operator==(const Bytes&) const = default;
};
struct Uuid {
  std::string text;  // 36 characters, lower case
  bool operator==(const Uuid&) const = default;
};
struct ObjectId {
  std::string hex;  // 24 lower-case digits
  bool operator==(const ObjectId&) const = default;
};

struct Value;
using ValueArray = std::vector<Value>;
using ValueDocument = std::vector<std::pair<std::string, Value>>;

/// A value; std::monostate is NULL.
struct Value : std::variant<std::monostate, Missing, bool, std::int64_t, Decimal, double, std::string, Date, Timestamp,
                            Datetime, Time, Bytes, Uuid, ObjectId, ValueArray, ValueDocument> {
  using variant::variant;
  [[nodiscard]] bool is_null() const { return index() == 0; }
  [[nodiscard]] bool is_missing() const { return std::holds_alternative<Missing>(*this); }
};

/// Gives the value as EVIDENCE.md's result digest writes it (integers and decimals as strings, missing marked).
Json digest_json(const Value& value);
/// Gives the value as the contract's JSON result shows it (numbers where JSON keeps them, else strings).
Json display_json(const Value& value);

/// Write and read calendar values: "2026-03-01", "2026-03-01T09:00:00.000000Z", without Z for Datetime.
std::string text_of(Date date);
std::string text_of(Timestamp instant);
std::string text_of(Datetime local);
std::string text_of(Time time);
Result<Date> parse_date(std::string_view text);
/// Reads RFC 3339 with any offset.
Result<Timestamp> parse_timestamp(std::string_view text);

/// Gives days since 1970-01-01 of a proleptic Gregorian day, and back (month and day from 1).
std::int32_t days_from_civil(std::int64_t year, int month, int day);
struct Civil {
  std::int64_t year;
  int month;
  int day;
};
Civil civil_from_days(std::int32_t days);

}  // namespace recoupe::core
