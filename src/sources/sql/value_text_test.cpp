#include <doctest/doctest.h>

#include <cmath>

#include "sources/sql/native_type.hpp"
#include "sources/sql/value_text.hpp"

namespace recoupe::sources::sql {

using core::Kind;
using core::Value;

TEST_CASE("texts_become_exact_values") {
  CHECK(value_of("t", Kind::bool_) == Value(true));
  CHECK(value_of("-9223372036854775808", Kind::int64) == Value(std::int64_t{INT64_MIN}));
  CHECK(value_of("1.10", Kind::numeric) == Value(core::Decimal{"1.10"}));
  CHECK(value_of("12345678901234567890123456789012345.5", Kind::numeric) ==
        Value(core::Decimal{"12345678901234567890123456789012345.5"}));
  CHECK(value_of("NaN", Kind::numeric) == Value(core::Decimal{"NaN"}));
  CHECK(value_of("-Infinity", Kind::numeric) == Value(core::Decimal{"-Infinity"}));
  CHECK(std::isnan(std::get<double>(*value_of("NaN", Kind::float64))));
  CHECK(std::signbit(std::get<double>(*value_of("-0", Kind::float64))));
  CHECK(value_of("2026-03-01", Kind::date) == Value(core::Date{20513}));
  CHECK(value_of("0044-03-15 BC", Kind::date) == Value(core::Date{core::days_from_civil(-43, 3, 15)}));
  CHECK(value_of("5874897-12-31", Kind::date).has_value());
  CHECK(value_of("1970-01-01 00:00:00.000001+00", Kind::timestamp) == Value(core::Timestamp{1}));
  CHECK(value_of("1970-01-01T02:00:00+02:00", Kind::timestamp) == Value(core::Timestamp{0}));
  CHECK(value_of("1969-12-31T12:03:58-11:56:02", Kind::timestamp) == Value(core::Timestamp{0}));
  CHECK(value_of("1970-01-01T00:00:00.000001", Kind::datetime) == Value(core::Datetime{1}));
  CHECK(value_of("true", Kind::bool_) == Value(true));
  CHECK(value_of("1969-12-31 23:59:59.5+00", Kind::timestamp) == Value(core::Timestamp{-500'000}));
  CHECK(value_of("0001-01-01 00:00:00+00 BC", Kind::timestamp).has_value());
  CHECK(value_of("1970-01-02 00:00:00", Kind::datetime) == Value(core::Datetime{86'400'000'000}));
  CHECK(value_of("24:00:00", Kind::time) == Value(core::Time{86'400'000'000}));
  CHECK(value_of("\\x00ff", Kind::bytes) == Value(core::Bytes{std::string("\0\xff", 2)}));
  CHECK(value_of("\\x", Kind::bytes) == Value(core::Bytes{""}));
  CHECK(value_of(R"({"a": [1, 1.10, null, "x"]})", Kind::mixed) ==
        Value(core::ValueDocument{{"a", core::ValueArray{std::int64_t{1}, core::Decimal{"1.10"}, Value(), std::string("x")}}}));
  CHECK(value_of(R"({"$oid": "65a1b2c3d4e5f60718293a4b"})", Kind::mixed) ==
        Value(core::ValueDocument{{"$oid", std::string("65a1b2c3d4e5f60718293a4b")}}));
  CHECK(value_of("12345678901234567890123456789012.345", Kind::mixed) ==
        Value(core::Decimal{"12345678901234567890123456789012.345"}));
}

TEST_CASE("what_a_type_can_not_hold_is_no_value") {
  CHECK(!value_of("infinity", Kind::date));
  CHECK(!value_of("-infinity", Kind::timestamp));
  CHECK(!value_of("9223372036854775808", Kind::int64));
  CHECK(!value_of("", Kind::int64));
  CHECK(!value_of("1 ", Kind::int64));
  CHECK(!value_of("2026-03-01 09:00:00", Kind::timestamp));
  CHECK(!value_of("yes", Kind::bool_));
  CHECK(!value_of("\\x0", Kind::bytes));
  CHECK(!value_of("{", Kind::mixed));
}

TEST_CASE("native_types_are_known_under_domains_arrays_and_modifiers") {
  CHECK(kind_of("character varying(20)") == NativeKind::text);
  CHECK(kind_of("character(3)") == NativeKind::padded);
  CHECK(kind_of("numeric(12,2)") == NativeKind::numeric);
  CHECK(kind_of("timestamp(3) with time zone") == NativeKind::timestamptz);
  CHECK(kind_of("timestamp without time zone") == NativeKind::timestamp);
  CHECK(kind_of("email (citext)") == NativeKind::folded);
  CHECK(kind_of("enum mood") == NativeKind::folded);
  CHECK(kind_of("integer[]") == NativeKind::integer);
  CHECK(kind_of("mood") == NativeKind::other);
  CHECK(kind_of("inet") == NativeKind::other);
  CHECK(language_type("int4", false, false) == core::Type(Kind::int64));
  CHECK(language_type("int4", true, false) == core::Type::array_of(Kind::int64));
  CHECK(language_type("numeric", false, true) == core::Type(Kind::string));
  CHECK(language_type("inet", false, false) == core::Type(Kind::string));
  CHECK(read_expression("\"c\"", "character(3)[]") == "\"c\"::text[]");
  CHECK(read_expression("\"c\"", "real") == "\"c\"::float8");
  CHECK(read_expression("\"c\"", "citext") == "\"c\"");
}

}  // namespace recoupe::sources::sql
